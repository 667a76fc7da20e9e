"""What stands above every page now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Value, When

from articles.models import Announcement
from articles.rendering import render_inline


@dataclass(frozen=True, slots=True)
class Banner:
    """id: by which a reader dismisses it. html: safe to put into a page."""

    id: UUID
    is_warning: bool
    html: str


def current_banner(at: datetime) -> Banner | None:
    """The one announcement that readers see at the instant: one query."""
    warnings_first = Case(When(severity=Announcement.Severity.WARNING, then=Value(0)), default=Value(1))
    found = Announcement.objects.shown(at).order_by(warnings_first, "-starts_at", "id").first()
    if found is None:
        return None
    return Banner(found.pk, found.severity == Announcement.Severity.WARNING, render_inline(found.text))
