"""Runs the web server and the task worker as child processes, and ends them together.

A restart runs two web servers for a while: the old one goes when the new one answers.

The web server comes first: it checks and prepares the portal, and says by a signal that it has. It is the portal: when it
ends, `up` ends with its exit code. A worker that ends is started again, after a pause that doubles up to a minute. The children
are stopped once, in order; on Linux the kernel stops them too where `up` is killed outright.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from portal.up.children import Child
from portal.up.process_signals import PREPARED_SIGNAL, RESTART_SIGNAL, STOP_SIGNALS, Signals, caught_signals

EXIT_INTERRUPTED = 130
GRACE_SECONDS = 10.0
# How long a web server that leaves asks its clients to come back on new connections, before it closes those that are left.
DRAIN_SECONDS = 1.5
# Both load the same program; on a small machine the first page comes sooner where the worker waits.
WORKER_DELAY_SECONDS = 1.5
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0

NOTHING = nullcontext()


class Routine(Protocol):
    """Something that `up` does now and then by a child of its own."""

    child: Child

    def seconds_left(self) -> float | None: ...

    def look(self) -> None: ...


def supervise(
    web: Child,
    worker: Child,
    report: Callable[[str], None],
    routine: Routine | None = None,
    *,
    meanwhile: AbstractContextManager[Any] = NOTHING,
) -> int:
    """Runs both until a stop signal comes or the web server ends; the restart signal puts new ones in their place.

    routine: looked at when it is due. meanwhile: entered while the portal is prepared.
    Returns 0 for a stop signal, but 130 for one that came before the portal was prepared; else the exit code of the web
    server, and 1 where that is 0.
    """
    succession = Succession(web, report)
    with caught_signals() as signals:
        try:
            web.start()
            with meanwhile:
                code = _prepare(web, signals)
            return code or _watch(succession, worker, signals, report, routine)
        finally:
            _stop([*([routine.child] if routine else []), worker, *succession.all], signals)


def _prepare(web: Child, signals: Signals) -> int:
    """Waits until the portal is prepared; returns 0, or the exit code where that does not happen."""
    while True:
        came = signals.wait(None)
        if STOP_SIGNALS & came:
            return EXIT_INTERRUPTED
        if web.exit_code is not None:
            return web.exit_code or 1
        if PREPARED_SIGNAL in came:
            return 0


class Succession:
    """The web server that answers, the one that is to take over, and those that end with what they have begun."""

    def __init__(self, web: Child, report: Callable[[str], None]) -> None:
        self.web, self.report = web, report
        self.next: Child | None = None
        self.leaving: list[Child] = []
        self.due_at: float | None = None

    @property
    def all(self) -> list[Child]:
        return [*self.leaving, *([self.next] if self.next else []), self.web]

    def heard(self, came: set[int]) -> bool:
        """Whether a new web server has taken over."""
        if self.seconds_left() == 0:
            self.due_at = None
            for one in self.leaving:
                one.terminate()
        self.leaving = [one for one in self.leaving if one.is_running]
        if self.next is None:
            if RESTART_SIGNAL in came:
                self.report("Restarting …")
                self.next = self.web.successor()
                self.next.start()
            return False
        if self.next.exit_code is not None:
            self.report(f"The new web server ended with exit code {self.next.exit_code}; the old one goes on.")
            self.next = None
        elif PREPARED_SIGNAL in came:
            self._take_over(self.next)
            return True
        return False

    def seconds_left(self) -> float | None:
        """Until those that leave are to end; None where none leaves."""
        return None if self.due_at is None else max(0.0, self.due_at - time.monotonic())

    def _take_over(self, successor: Child) -> None:
        """Both answer from here on, until the old one has ended what it had begun."""
        self.leaving.append(self.web)
        self.web.tell_group(RESTART_SIGNAL)
        self.due_at = time.monotonic() + DRAIN_SECONDS
        self.web, self.next = successor, None
        self.report("The new web server answers.")


def _watch(
    succession: Succession, worker: Child, signals: Signals, report: Callable[[str], None], routine: Routine | None
) -> int:
    restart = Restart()
    restart.due_at = time.monotonic() + WORKER_DELAY_SECONDS
    while True:
        came = signals.wait(soonest(restart, succession, *([routine] if routine else [])))
        if STOP_SIGNALS & came:
            report("Stopping …")
            return 0
        if routine:
            routine.look()
        if succession.heard(came):
            restart.is_wanted = worker.is_running
            worker.terminate()
        if (code := succession.web.exit_code) is not None:
            report(f"The web server ended with exit code {code}.")
            return code or 1
        if worker.is_running:
            continue
        if restart.is_wanted:
            restart.is_wanted, restart.due_at = False, time.monotonic()
        elif restart.due_at is None:
            pause_seconds = restart.plan(lived_seconds=time.monotonic() - worker.started_at)
            report(f"The task worker ended with exit code {worker.exit_code}; next start in {pause_seconds:.0f} s.")
        elif not restart.seconds_left():
            worker.start()
            restart.due_at = None


class Waiting(Protocol):
    def seconds_left(self) -> float | None: ...


def soonest(*waiting: Waiting) -> float | None:
    return min((seconds for one in waiting if (seconds := one.seconds_left()) is not None), default=None)


class Restart:
    """When a child that ended starts again: at once is too soon for one that cannot start at all."""

    def __init__(self) -> None:
        self.due_at: float | None = None
        # Whether it was asked to end, so that the next one starts at once and without a word.
        self.is_wanted = False
        self._pause_seconds = FIRST_PAUSE_SECONDS

    def plan(self, *, lived_seconds: float) -> float:
        """The pause before the next start; it doubles while the child lives shorter than the longest pause."""
        if lived_seconds > LONGEST_PAUSE_SECONDS:
            self._pause_seconds = FIRST_PAUSE_SECONDS
        pause_seconds = self._pause_seconds
        self.due_at = time.monotonic() + pause_seconds
        self._pause_seconds = min(2 * pause_seconds, LONGEST_PAUSE_SECONDS)
        return pause_seconds

    def seconds_left(self) -> float | None:
        """None where no start is planned."""
        return None if self.due_at is None else max(0.0, self.due_at - time.monotonic())


def _stop(children: Sequence[Child], signals: Signals) -> None:
    """A second stop signal, or ten seconds, end what has not ended by itself."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    while any(child.is_running for child in children):
        left_seconds = deadline - time.monotonic()
        if left_seconds <= 0 or STOP_SIGNALS & signals.wait(left_seconds):
            break
    for child in children:
        child.kill_group()
