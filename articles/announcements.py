"""What stands above every page now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Value, When

from articles.models import Announcement
from articles.rendering import unfilled_inline
from articles.texts import fill_texts


@dataclass(frozen=True, slots=True)
class Banner:
    """id: by which a reader dismisses it. html: safe to put into a page."""

    id: UUID
    is_warning: bool
    html: str


def current_banner(at: datetime) -> Banner | None:
    """The one announcement that readers see at the instant: one query, and one more where it refers to items."""
    warnings_first = Case(When(severity=Announcement.Severity.WARNING, then=Value(0)), default=Value(1))
    found = Announcement.objects.shown(at).order_by(warnings_first, "-starts_at", "id").first()
    if found is None:
        return None
    [html] = fill_texts([unfilled_inline(found.text)], at)
    return Banner(found.pk, found.severity == Announcement.Severity.WARNING, html)
