"""What an editor learns when somebody else saved the same item first."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.admin.differences import ShownDifference, show_differences
from articles.admin.link_fields import LabelBook
from articles.editing import EditConflict
from articles.history.revisions import history
from articles.models import Item, Revision

MAX_SAVES = 10
SENT_TWICE = _("This form was sent twice; the first time, it was saved. See the list before you send it again.")


@dataclass(frozen=True, slots=True)
class Conflict:
    """version: what is stored now. saves: the latest saves since the editor's version, newest first.

    differences: what those saves changed; None when the earlier version is not on record.
    """

    version: int
    saves: list[Revision]
    differences: list[ShownDifference] | None


def describe_conflict(item: Item, error: EditConflict, book: LabelBook) -> Conflict:
    """Two queries, and one for each model that changed links lead to."""
    since = history(item).filter(version__gt=error.expected_version)
    states: dict[int, Any] = dict(
        history(item)
        .filter(version__in=[error.expected_version, error.actual_version])
        .values_list("version", "snapshot")
    )
    differences = None
    before, after = states.get(error.expected_version), states.get(error.actual_version)
    if before and after:
        differences = show_differences(type(item), before, after, book)
    return Conflict(error.actual_version, list(since.defer("snapshot")[:MAX_SAVES]), differences)
