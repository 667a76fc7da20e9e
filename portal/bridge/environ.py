"""The environment of PEP 3333, made of what granian tells of a request."""

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any

from granian.rsgi import Scope

from portal.bridge.body import Body, FilePieces

type Environ = dict[str, Any]
type WSGIApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

UNPREFIXED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def environ_of(scope: Scope, read: Callable[[], bytes]) -> Environ:
    """What PEP 3333 asks for."""
    server, port = split_address(scope.server)
    return {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": split_address(scope.client)[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BufferedReader(Body(read)),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": FilePieces,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **header_variables(scope.headers.items(), scope.authority),
    }


def split_address(address: str) -> tuple[str, str]:
    """Host and port, the host without the brackets of IPv6."""
    host, _colon, port = address.rpartition(":")
    return host.strip("[]"), port


def header_variables(headers: Iterable[tuple[str, str]], authority: str | None) -> dict[str, str]:
    """The variables of the headers; those sent more than once are joined, and names with an underscore are dropped."""
    values: dict[str, list[str]] = {}
    for name, value in headers:
        if "_" not in name:
            values.setdefault(name.lower(), []).append(value)
    if authority and "host" not in values:  # as HTTP/2 sends it
        values["host"] = [authority]
    return {
        UNPREFIXED.get(name, "HTTP_" + name.upper().replace("-", "_")): ("; " if name == "cookie" else ",").join(given)
        for name, given in values.items()
    }
