"""The RSGI application: sends each request into its lane, and answers on the event loop what needs no thread.

Health answers from the loop, so that neither a full queue nor a silent database keeps it. Static files and other answers that
need no database have threads of their own. All else waits for one of the request threads, or is refused where it would wait
too long.
"""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field

from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError, Scope

from portal.bridge.environ import WSGIApplication
from portal.bridge.exchange import Exchange
from portal.bridge.lane import Lane, Overloaded
from portal.bridge.refusals import Answer, no_refusal
from portal.bridge.turns import LONGEST_SECONDS, Turns
from portal.request_record import Record

LIGHT_THREADS = 2
# How long a thread that computes may keep the others from it. Each refusal and each light answer needs the interpreter two or
# three times, in granian's thread, on the event loop and in a thread of its own, and each time waits behind the requests that
# compute. With Python's 5 ms refusals took twice as long; below 1 ms pages take noticeably longer, a quarter at 0.3 ms.
SWITCH_SECONDS = 0.001
SAFE_METHODS = frozenset({"GET", "HEAD"})

type AtOnce = Callable[[Exchange], Coroutine[None, None, Answer]]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Which requests need which threads, and which may wait.

    light: the beginnings of paths whose answers need no database. at_once: by their path, those that need no thread.
    session_cookie: its name; forms that bear it, as those of editors do, are not refused as soon. refuse: the answer for what
    would wait too long.
    """

    queue_seconds: float = 2.0
    light: tuple[str, ...] = ()
    at_once: Mapping[str, AtOnce] = field(default_factory=dict)
    session_cookie: str = "sessionid"
    refuse: Callable[[Exchange], Answer] = no_refusal


class Observer:
    """Is told of the start of a process and of the end of each request. This one does not care."""

    def started(self, bridge: "Bridge", loop: asyncio.AbstractEventLoop) -> None:
        pass

    def ended(self, record: Record) -> None:
        pass


class Bridge:
    """threads: how many requests the application takes at once in this process. stop_accepting: done when it is to leave.

    working: how many of them work at a time, as far as none takes longer than turn_seconds; the others wait for their clients, or
    for a turn. None for all.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        threads: int,
        working: int | None = None,
        turn_seconds: float = LONGEST_SECONDS,
        policy: Policy = Policy(),
        observer: Observer | None = None,
        stop_accepting: Callable[[], None] = lambda: None,
    ) -> None:
        self.application, self.threads, self.policy = application, threads, policy
        self.observer = observer or Observer()
        self.stop_accepting = stop_accepting
        self.turns = Turns(working or threads, longest_seconds=turn_seconds)
        self.light_turns = Turns(LIGHT_THREADS)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.requests = Lane("request", threads=self.threads, limit_seconds=self.policy.queue_seconds)
        self.files = Lane("light", threads=LIGHT_THREADS, limit_seconds=self.policy.queue_seconds)
        self.is_leaving = False
        sys.setswitchinterval(SWITCH_SECONDS)
        loop.add_signal_handler(signal.SIGUSR2, self.leave)
        self.observer.started(self, loop)

    def leave(self) -> None:
        """Answers on, but asks clients to come back on new connections, which another process takes."""
        self.is_leaving = True
        self.stop_accepting()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.requests.close()
        self.files.close()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        exchange = Exchange(scope, protocol, asyncio.get_running_loop(), is_last=self.is_leaving)
        try:
            await self.answer(exchange)
        except (ProtocolClosed, ProtocolError, ConnectionError):
            pass  # the client is gone
        finally:
            self.observer.ended(exchange.record)

    async def answer(self, exchange: Exchange) -> None:
        if at_once := self.policy.at_once.get(exchange.scope.path):
            exchange.answer_at_once(*await at_once(exchange))
            return
        try:
            is_light = self.is_light(exchange.scope)
            lane, turns = (self.files, self.light_turns) if is_light else (self.requests, self.turns)
            await lane.do(
                lambda waited_seconds: exchange.answer(self.application, waited_seconds, turns),
                is_reserved=self.is_reserved(exchange.scope),
            )
        except Overloaded:
            exchange.record.waited_seconds = exchange.record.seconds
            exchange.answer_at_once(*self.policy.refuse(exchange))

    def is_light(self, scope: Scope) -> bool:
        return scope.method in SAFE_METHODS and scope.path.startswith(self.policy.light)

    def is_reserved(self, scope: Scope) -> bool:
        """Whether an editor may be saving. Anyone can send such a cookie, so that few may use it at a time."""
        return scope.method == "POST" and f"{self.policy.session_cookie}=" in scope.headers.get("cookie", "")
