"""One status for many items: asked first, done by a task in small parts, told by name, and taken back with one click."""
