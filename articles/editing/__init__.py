"""THE way content changes. Admin, API, imports and the starter catalogue call these and nothing else writes content."""

from articles.editing.checks import missing_to_publish
from articles.editing.drafting import Edit, EditConflict, Imported
from articles.editing.public_notes import tell_readers
from articles.editing.record_checks import SavedRecord
from articles.editing.recording import clean_note, together
from articles.editing.records import delete_record, preview_records, save_record, save_records
from articles.editing.repeats import is_record_saved_already, is_saved_already
from articles.editing.rerendering import count_outdated, rerender_all
from articles.editing.saving import Saved, preview_items, save_item, save_items

__all__ = [
    "Edit",
    "EditConflict",
    "Imported",
    "Saved",
    "SavedRecord",
    "clean_note",
    "count_outdated",
    "delete_record",
    "is_record_saved_already",
    "is_saved_already",
    "missing_to_publish",
    "preview_items",
    "preview_records",
    "rerender_all",
    "save_item",
    "save_items",
    "save_record",
    "save_records",
    "tell_readers",
    "together",
]
