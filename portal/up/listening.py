"""The socket that the portal answers at. `up` holds it, so that web servers that follow one another share one queue of connections.

Nothing here imports Django. Connections that come while one web server goes and the next one is not there yet wait in the
socket; with a socket for each server they would be reset.
"""

import errno
import os
import socket

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


def explain_address(bind: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {bind} is taken. Stop the program that uses it, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} on {bind} needs more rights than you have. Choose one above 1023 with --port."
    return f"Cannot listen on {bind} port {port}: {error.strerror}. Choose an address of this machine with --bind."
