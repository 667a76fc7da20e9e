"""Imports sets of Markdown documents as articles."""
