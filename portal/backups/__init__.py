"""Backups: one file that holds the whole portal, the same for SQLite and PostgreSQL, and how it becomes a portal again.

A backup is a zip archive, sealed by a SHA-256 of all its bytes: the rows of each table as lines of JSON, the media files that
those rows name, and a manifest that counts and digests them all. Static files, sessions and tries to sign in are not in it.
"""
