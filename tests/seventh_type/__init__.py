"""A type of items that a portal adds on its own: all that it takes, in one application beside `articles`."""
