"""What files and rows say about being public: read once, for every importer."""

from articles.transfer.imports.standing.reading import (
    SILENT,
    Standing,
    read_standing,
    standing_of_path,
    standing_of_title,
)
from articles.transfer.imports.standing.showing import Decision, decide, show_visibility

__all__ = [
    "SILENT",
    "Decision",
    "Standing",
    "decide",
    "read_standing",
    "show_visibility",
    "standing_of_path",
    "standing_of_title",
]
