"""The signals that `up` understands, and how it waits for them."""

import contextlib
import os
import select
import signal
from collections.abc import Iterator

STOP_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
PREPARED_SIGNAL = signal.SIGUSR1
# Not SIGHUP, which a terminal that closes sends, and which stops.
RESTART_SIGNAL = signal.SIGUSR2


class Signals:
    """Waits for signals without polling: the interpreter writes each one's number into a pipe."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def wait(self, timeout_seconds: float | None) -> set[int]:
        """The signals that came; empty after the timeout, None meaning for ever."""
        # Not `select`, which takes no file number above 1,023.
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        ready = poll.poll(None if timeout_seconds is None else 1000 * timeout_seconds)
        return set(os.read(self._pipe, 64)) if ready else set()


@contextlib.contextmanager
def caught_signals() -> Iterator[Signals]:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    # Under nohup SIGHUP is ignored, and stays so.
    wanted = [
        number for number in STOP_SIGNALS if (number, signal.getsignal(number)) != (signal.SIGHUP, signal.SIG_IGN)
    ]
    others = [signal.SIGCHLD, PREPARED_SIGNAL, RESTART_SIGNAL]
    before = {number: signal.signal(number, lambda *_: None) for number in [*wanted, *others]}
    signal.set_wakeup_fd(writer)
    # A parent may have blocked some, and that mask is inherited.
    mask = signal.pthread_sigmask(signal.SIG_UNBLOCK, before)
    try:
        yield Signals(reader)
    finally:
        signal.set_wakeup_fd(-1)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reader)
        os.close(writer)
