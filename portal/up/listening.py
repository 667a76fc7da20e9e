"""The socket that the portal answers at. `up` holds it, so that web servers that follow one another share one queue of connections.

Nothing here imports Django. Connections that come while one web server goes and the next one is not there yet wait in the
socket; with a socket for each server they would be reset. A server that leaves takes none of them any more.
"""

import errno
import os
import socket
from pathlib import Path

from portal.up.plan import Refusal

VARIABLE = "UP_SOCKET"
BACKLOG = 4096


def bind(address: str, port: int) -> socket.socket:
    """A socket that does not listen yet: until the portal is prepared, connections are refused. Raises Refusal."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        # So that connections of the last run that linger do not count.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
    except OSError as error:
        raise Refusal(explain_address(address, port, error)) from None
    return listener


def given_or_bound(address: str, port: int) -> socket.socket:
    """The socket of `up`, where it runs this; else one of our own. Raises Refusal."""
    given = os.environ.get(VARIABLE, "")
    return socket.socket(fileno=int(given)) if given.isdigit() else bind(address, port)


def listen(listener: socket.socket, address: str, port: int) -> None:
    """Raises Refusal where another program was faster."""
    try:
        listener.listen(BACKLOG)
    except OSError as error:
        raise Refusal(explain_address(address, port, error)) from None


def stop_accepting() -> None:
    """From here on this process takes no connection from the socket of `up`; the other processes do, and none is lost.

    What the server took in its last moment it would close unread: 11 of 10,000 requests over 9 restarts. Granian cannot be asked
    to stop accepting alone, and closing or shutting down the socket would do so for all who share it. So another socket takes its
    place in this process, where nobody connects: each look into the queue finds it empty. The kernel still wakes the server for
    each connection that comes, once and not over and over, since granian waits for changes alone ("edge-triggered").
    """
    given = os.environ.get(VARIABLE, "")
    address = listening_address(int(given)) if given.isdigit() else None
    if address is None:
        return
    with socket.create_server(("127.0.0.1", 0)) as empty:
        empty.setblocking(False)  # noqa: FBT003  named by the function
        # All that there are: granian uses the descriptor that it was given now, and might use a copy.
        for descriptor in [int(path.name) for path in Path("/dev/fd").iterdir()]:
            if listening_address(descriptor) == address:
                os.dup2(empty.fileno(), descriptor, inheritable=False)


def listening_address(descriptor: int) -> object:
    """None where it is closed, no socket, or one that does not listen."""
    try:
        one = socket.socket(fileno=descriptor)
    except OSError:
        return None
    try:
        address: object = one.getsockname()
        return address if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) else None
    finally:
        one.detach()


def explain_address(bind: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {bind} is taken. Stop the program that uses it, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} on {bind} needs more rights than you have. Choose one above 1023 with --port."
    return f"Cannot listen on {bind} port {port}: {error.strerror}. Choose an address of this machine with --bind."
