"""The web server: granian's processes, forked from this one, which has loaded the portal already."""

import contextlib
import resource
import signal
import socket

from django.conf import settings
from django.urls import get_resolver
from granian import Granian
from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.log import LogLevels

from portal.up.listening import BACKLOG, stop_accepting
from portal.up.plan import Plan
from portal.up.process_signals import RESTART_SIGNAL

KILL_AFTER_SECONDS = 5
# Requests that a process has taken from the socket; most of them are refused at once where they cannot wait.
MAX_TAKEN = 4096
WANTED_FILES = 16_384


class Server(Granian):  # type: ignore[misc, valid-type]  # a name for one of two classes
    """Takes connections from a socket that others share, where granian on Linux would open one for each process."""

    def __init__(self, listener: socket.socket, **options: object) -> None:
        super().__init__("portal.rsgi:application", **options)
        self.listener = listener

    def _init_shared_socket(self) -> None:
        self._sso, self._sfd, self._ssp = self.listener, self.listener.fileno(), None
        self._shd = SocketHolder(self._sfd, False, BACKLOG)  # type: ignore[call-arg]  # noqa: FBT003  not of the file system


def load() -> None:
    """Before the forks, which then share the memory; a page that cannot be loaded ends `up` here."""
    import portal.rsgi

    # Only here is it known that others share the socket.
    portal.rsgi.application.stop_accepting = stop_accepting
    _ = get_resolver().url_patterns


def serve(plan: Plan, listener: socket.socket) -> None:
    """Serves until a signal stops it. Raises SystemExit where the server fails."""
    allow_many_files()
    # The processes that answer hear it, and say farewell to their clients.
    signal.signal(RESTART_SIGNAL, signal.SIG_IGN)
    server = Server(
        listener,
        address=plan.bind,
        port=plan.port,
        interface=Interfaces.RSGI,
        workers=plan.workers or settings.WORKERS,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        respawn_failed_workers=True,
        websockets=False,
        backpressure=MAX_TAKEN,
        log_level=LogLevels.warning,
    )
    server.serve()


def allow_many_files() -> None:
    """Each connection is an open file, and many systems let a process have 1,024 unless it asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_FILES if hard == resource.RLIM_INFINITY else min(WANTED_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
