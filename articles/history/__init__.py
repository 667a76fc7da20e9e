"""The change log and what follows it, the saved states of items, and values kept until content changes."""
