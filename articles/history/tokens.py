"""How a follower of the change log says where it stands, and how the log knows whether that was here, and not too long ago."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.utils import timezone

from articles.models import Change, ChangeCounter

MAX_LENGTH = 60
KEPT = timedelta(days=90)
# Clocks of several machines differ a little.
TOLERANCE = timedelta(minutes=1)
# The stamp where nothing has changed yet; whoever begins there misses nothing.
NOTHING_YET = "0"


class BadToken(ValueError):
    """The text is no token of ours."""


class RefusedToken(ValueError):
    """What changed since cannot be told; the follower has to begin anew. The text says why."""


@dataclass(frozen=True, slots=True)
class Token:
    """number: of the last change that was seen. stamp: its proof. instant: when the follower looked."""

    number: int
    stamp: str
    instant: datetime

    def __str__(self) -> str:
        return f"{self.number}-{self.stamp}-{int(self.instant.timestamp() * 1_000_000)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises BadToken."""
        number, stamp, microseconds = (*text.split("-", 2), "", "")[:3]
        is_written_so = text.isascii() and number.isdecimal() and microseconds.isdecimal() and stamp.isalnum()
        if not is_written_so or len(text) > MAX_LENGTH:
            raise BadToken(text[:50])
        try:
            return cls(int(number), stamp, datetime.fromtimestamp(int(microseconds) / 1_000_000, UTC))
        except (OverflowError, ValueError, OSError):
            raise BadToken(text[:50]) from None


def current_token(at: datetime | None = None) -> Token:
    number, stamp = generation()
    return Token(number, stamp, at or timezone.now())


def generation() -> tuple[int, str]:
    """Number and stamp of the last change: the same as long as all content is the same, and never again. One query."""
    counted = ChangeCounter.objects.exclude(number=0).values_list("number", "stamp").first()
    return counted or (0, NOTHING_YET)


def check_token(token: Token, until: Token) -> None:
    """until: the token of now. Raises RefusedToken. At most one query."""
    if token.instant > until.instant + TOLERANCE:
        raise RefusedToken("The token is from the future.")
    if token.instant < until.instant - KEPT:
        raise RefusedToken(f"The token is older than {KEPT.days} days.")
    if token.stamp != stamp_at(token.number, until):
        raise RefusedToken("The token is of another portal, or from before this one was restored from a backup.")


def stamp_at(number: int, until: Token) -> str | None:
    """The stamp of a change; None for one that there is not, or not any more."""
    if number == 0:
        return NOTHING_YET
    if number == until.number:
        return until.stamp
    return Change.objects.filter(number=number).values_list("stamp", flat=True).first()
