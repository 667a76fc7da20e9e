"""Limits on trying passwords: for an account from one place, for one place, and for an account from all unknown places.

A place is a client's network, or a device that holds our cookie because somebody signed in to that account with it. Where
somebody signed in to an account before, others' failures elsewhere do not slow them: nobody is shut out of an account by
those who guess at it. Whether the account exists makes no difference to any of this.
"""

import time
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import get_random_string, salted_hmac

from articles.access.clients import client_network
from articles.access.pace import Limit, Pace
from articles.access.stores import tries

MINUTE, HOUR, DAY = 60, 3600, 86_400
# One account from one place: five slips are free, then 15 s, 30 s, a minute, and so on up to an hour.
PAIR = Pace(free_tries=5, first_wait_seconds=15, longest_wait_seconds=HOUR, forgotten_after_seconds=DAY)
# One place, whatever the account: an office behind one address has more slips, but no thousand.
PLACE = Pace(free_tries=30, first_wait_seconds=10, longest_wait_seconds=15 * MINUTE, forgotten_after_seconds=HOUR)
# One account from all unknown places: at most a minute, since its owner may be one who comes from a new one.
ACCOUNT = Pace(free_tries=20, first_wait_seconds=5, longest_wait_seconds=MINUTE, forgotten_after_seconds=HOUR)

KNOWN_FOR_SECONDS = 180 * DAY
ACCOUNTS_PER_DEVICE = 8
SALT = "articles.access.attempts"


def same_account(name: str) -> str:
    """One spelling for all that look or type alike: case, Unicode form, spaces and unseen characters do not count."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(sign for sign in folded if not sign.isspace() and unicodedata.category(sign)[0] != "C")


def key_of(*parts: str) -> str:
    """The same length for all, and no name to read in it."""
    return salted_hmac(SALT, "\0".join(parts), algorithm="sha256").hexdigest()[:40]


@dataclass
class Attempt:
    """One try of a password. place: where it comes from, when it is no request to sign in."""

    request: HttpRequest | None
    account: str
    place: str = ""
    now: float = field(default_factory=time.time)

    def __post_init__(self) -> None:
        self.account = same_account(self.account)

    @cached_property
    def network(self) -> str:
        return client_network(self.request) if self.request else ""

    @cached_property
    def device(self) -> "Device":
        return Device.of(self.request)

    @cached_property
    def is_from_known_device(self) -> bool:
        return self.request is not None and key_of("device", self.account) in self.device.accounts

    @cached_property
    def is_from_known_network(self) -> bool:
        key = key_of("known", self.account, self.network)
        return tries().ask(lambda store: store.remembers(key, self.now))

    @cached_property
    def pair(self) -> Limit:
        place = self.place or (self.device.name if self.is_from_known_device else self.network)
        return Limit(key_of("pair", self.account, place), PAIR)

    @cached_property
    def has_its_turn(self) -> bool:
        """Whether this network was told to wait for the account, and has waited.

        It then passes the account's own limit: else those who guess from ever new networks would take each free moment.
        """
        waits, held = key_of("waits", self.account, self.network), key_of("held", self.account, self.network)
        return tries().ask(lambda store: store.remembers(waits, self.now) and not store.remembers(held, self.now))

    def hold(self, seconds: float) -> None:
        """Gives the network its turn at the account after so many seconds; those who ask again meanwhile keep theirs."""
        held = key_of("held", self.account, self.network)
        if not tries().ask(lambda store: store.remembers(held, self.now)):
            tries().ask(lambda store: store.remember(held, seconds, self.now))
            tries().ask(lambda store: store.remember(key_of("waits", self.account, self.network), HOUR, self.now))

    @cached_property
    def limits(self) -> list[Limit]:
        if self.request is None or self.is_from_known_device:
            return [self.pair]
        place = Limit(key_of("place", self.network), PLACE)
        if self.is_from_known_network or self.has_its_turn:
            return [self.pair, place]
        return [self.pair, place, Limit(key_of("account", self.account), ACCOUNT)]

    def take(self) -> float:
        """0 where the password may be looked at; else the seconds to wait, before it is."""
        wait = tries().ask(lambda store: store.take(self.limits, self.now))
        if self.request is not None and (wait or self.has_its_turn):
            self.hold(min(wait or ACCOUNT.longest_wait_seconds, ACCOUNT.longest_wait_seconds))
        return wait

    def succeed(self) -> None:
        """The right password is no try to count, and makes the place a known one."""
        others = [limit for limit in self.limits if limit is not self.pair]
        tries().ask(lambda store: store.forgive(others, wholly=[self.pair]))
        if self.request is not None:
            key = key_of("known", self.account, self.network)
            tries().ask(lambda store: store.remember(key, KNOWN_FOR_SECONDS, self.now))

    def mark_device(self, response: HttpResponseBase) -> None:
        self.device.with_account(key_of("device", self.account)).write(response)


@dataclass(frozen=True)
class Device:
    """What a cookie tells of a browser: a name made by chance, and the accounts that somebody signed in to with it."""

    name: str
    accounts: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest | None) -> "Device":
        sent = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "") if request else ""
        try:
            name, *accounts = signing.loads(sent, salt=SALT, max_age=KNOWN_FOR_SECONDS)
        except (signing.BadSignature, ValueError, TypeError):
            return cls(get_random_string(22))
        return cls(str(name), tuple(map(str, accounts)))

    def with_account(self, account: str) -> "Device":
        others = [one for one in self.accounts if one != account]
        return Device(self.name, (account, *others)[:ACCOUNTS_PER_DEVICE])

    def write(self, response: HttpResponseBase) -> None:
        response.set_cookie(
            settings.DEVICE_COOKIE_NAME,
            signing.dumps([self.name, *self.accounts], salt=SALT),
            max_age=KNOWN_FOR_SECONDS,
            secure=settings.IS_SECURE,
            httponly=True,
            samesite="Lax",
        )
