"""Rules that the starter catalogue's content keeps: its links, its language, its examples. Files are read; no database."""
