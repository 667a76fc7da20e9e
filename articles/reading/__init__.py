"""What the public faces ask: lists, items, search, the map of skills, and texts ready for readers."""
