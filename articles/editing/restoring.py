"""The way back to an earlier version of an item."""

from articles.editing.saving import save_item
from articles.history.revisions import history
from articles.models import Change, Item, User
from articles.snapshots import Snapshot

KEPT_ON_RESTORE = ("slug", "status", "publish_at", "expire_at")


def restore[T: Item](item: T, version: int, *, by: User | None, expected_version: int | None) -> T:
    """The item with the content of an earlier version, saved as a new one. Address, status, dates and external ids stay.

    Raises Revision.DoesNotExist, and what `save_item` raises (a link may lead to what is gone since).
    """
    snapshot = history(item).get(version=version).snapshot
    known = {*item.snapshot_fields, "aliases"} - set(KEPT_ON_RESTORE)
    wanted = Snapshot(
        fields={name: value for name, value in snapshot["fields"].items() if name in known},
        links={name: ids for name, ids in snapshot["links"].items() if name in item.snapshot_links},
        resources=snapshot["resources"],
    )
    if "steps" in snapshot:
        wanted["steps"] = snapshot["steps"]
    note = f"restored version {version}"
    return save_item(item, wanted, by=by, note=note, expected_version=expected_version, reason=Change.Reason.RESTORE)
