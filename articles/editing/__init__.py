"""THE way content changes. Admin, API, imports and the starter catalogue call these and nothing else writes content."""

from articles.editing.drafting import Edit, EditConflict, Imported
from articles.editing.recording import together
from articles.editing.records import delete_record, save_record, save_records
from articles.editing.rerendering import rerender_all
from articles.editing.saving import Saved, save_item, save_items

__all__ = [
    "Edit",
    "EditConflict",
    "Imported",
    "Saved",
    "delete_record",
    "rerender_all",
    "save_item",
    "save_items",
    "save_record",
    "save_records",
    "together",
]
