"""Says where the portal is once its port answers, and opens a browser there: a process of its own beside the web server.

Neither Django nor a thread: the web server's process forks, and forks of a process with threads can hang.
"""

import http.client
import os
import subprocess
import sys
import time
import webbrowser
from argparse import ArgumentParser
from urllib.parse import urlsplit

from portal.up.plan import ROOT, Plan

# Asks little of the portal; any answer will do.
PROBE = "/robots.txt"
PAUSE_SECONDS = 0.05
PATIENCE_SECONDS = 120
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  what `--bind` may be


def announce_later(plan: Plan, url: str) -> None:
    """Leaves the process to itself: a child that the web server never asks for would stay behind in the list of processes."""
    open_it = ["--open"] if plan.wants_browser else []
    words = [plan.bind, str(plan.port), url, str(os.getpid()), *open_it]
    command = [sys.executable, "-m", "portal.up.announcing", *words]
    subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)  # noqa: S603  the plan was checked


def wait_for_answer(bind: str, port: int, url: str, server: int) -> bool:
    """Whether the port answers before the server, known by its process id, ends, or patience does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while is_running(server) and time.monotonic() < deadline:
        if answers(bind, port, urlsplit(url).netloc):
            return True
        time.sleep(PAUSE_SECONDS)
    return False


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def answers(bind: str, port: int, host: str) -> bool:
    connection = http.client.HTTPConnection(EVERY_ADDRESS.get(bind, bind), port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("HEAD", PROBE, headers={"Host": host})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def answers_there(url: str) -> bool:
    """Whether the address that readers use answers. With https the proxy in front may come later, or be out of reach."""
    parts = urlsplit(url)
    return parts.scheme == "https" or answers(parts.hostname or "", parts.port or 80, parts.netloc)


def open_browser(url: str) -> bool:
    """Whether one was opened. Without a screen none is tried: a text browser would take over the terminal."""
    has_screen = sys.platform in {"darwin", "win32"} or any(
        map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
    )
    try:
        return has_screen and webbrowser.open(url)
    except (OSError, webbrowser.Error):
        return False


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("bind")
    parser.add_argument("port", type=int)
    parser.add_argument("url")
    parser.add_argument("server", type=int)
    parser.add_argument("--open", action="store_true")
    options = parser.parse_args()
    if os.fork() or not wait_for_answer(options.bind, options.port, options.url, options.server):
        return
    if not answers_there(options.url):
        say(f"The portal answers on {options.bind} port {options.port}, but nothing does at {options.url}/.")
        return
    say(f"The portal is at {options.url}/ (Ctrl-C stops it).")
    if options.open and not open_browser(f"{options.url}/"):
        say(f"No browser could be opened here: open {options.url}/ in yours.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
