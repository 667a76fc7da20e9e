"""What stands above every page now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from articles.models import Announcement
from articles.reading.texts import fill_texts
from articles.rendering import unfilled_inline


@dataclass(frozen=True, slots=True)
class Banner:
    """id: by which a reader dismisses it. html: safe to put into a page."""

    id: UUID
    is_warning: bool
    html: str


def current_banner(at: datetime) -> Banner | None:
    """The one announcement that readers see at the instant: one query, and one more where it refers to items."""
    # Every page asks: an order by an expression costs more to write than to run. "warning" comes after "info".
    found = Announcement.objects.shown(at).order_by("-severity", "-starts_at", "id").first()
    if found is None:
        return None
    [html] = fill_texts([unfilled_inline(found.text)], at)
    return Banner(found.pk, found.severity == Announcement.Severity.WARNING, html)
