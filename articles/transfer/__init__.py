"""Content as files: imports, exports, the starter catalogue, and what they share."""
