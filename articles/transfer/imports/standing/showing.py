"""What a new item's status becomes, and how reports say whether readers see an item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from articles.publishing import Status
from articles.transfer.imports.standing.reading import Standing


@dataclass(frozen=True, slots=True)
class Decision:
    """reason: why it is not public, "" for what is. warnings: what has to be told of it.

    is_for_want_of_content: whether it would be public if publishing did not need more than it has.
    """

    status: str
    reason: str = ""
    warnings: tuple[str, ...] = ()
    is_for_want_of_content: bool = False


def decide(standing: Standing, *, asked: str, missing: Sequence[str], at: datetime | None = None) -> Decision:
    """asked: the status that the whole import was asked for, "" for none. missing: what publishing would need."""
    if standing.status and (standing.is_firm or not asked):
        over = ", whatever status was asked for" if asked == Status.PUBLISHED else ""
        told = f"{in_words(standing.status)}{over}: {standing.reason}"
        return Decision(standing.status, standing.reason, () if standing.is_quiet and not over else (told,))
    if asked and asked != Status.PUBLISHED:
        return Decision(asked, "asked for")
    if missing:
        reason = f"publishing needs: {', '.join(missing)}"
        return Decision(Status.DRAFT.value, reason, (f"a draft, since {reason}",), is_for_want_of_content=True)
    return Decision(Status.PUBLISHED.value, "", told_of_days(standing, at or datetime.now(UTC)))


def told_of_days(standing: Standing, at: datetime) -> tuple[str, ...]:
    told = []
    if standing.publish_at and standing.publish_at > at:
        told.append(f"not public before {shown_instant(standing.publish_at)}")
    if standing.expire_at:
        told.append(f"public until {shown_instant(standing.expire_at)}")
    return tuple(told)


def in_words(status: str) -> str:
    return "a draft" if status == Status.DRAFT else f"not public ({status})"


def show_visibility(
    status: str,
    publish_at: datetime | None,
    expire_at: datetime | None,
    *,
    reason: str = "",
    at: datetime | None = None,
) -> str:
    """`public`, `scheduled for …`, `expired on …`, `draft (why)`: the twin of the rule in `publishing`, in words."""
    at = at or datetime.now(UTC)
    if status != Status.PUBLISHED:
        return f"{status} ({reason})" if reason else status
    if expire_at and expire_at <= at:
        return f"expired on {shown_instant(expire_at)}"
    if publish_at and publish_at > at:
        return f"scheduled for {shown_instant(publish_at)}"
    return "public"


def shown_instant(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC").replace(" 00:00 UTC", "")
