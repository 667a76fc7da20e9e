"""What `up` was asked to do. Nothing here imports Django, so that `up` itself starts at once and stays small."""

import ipaddress
import os
from argparse import ArgumentError, ArgumentParser, Namespace
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MAX_PORT = 65535
MAX_WORKERS = 256
# In the state folder: tells of which files those collected are copies, and that the portal was started before.
COLLECTED_NAME = "static.digest"


class Refusal(Exception):
    """`up` cannot start; the message is one line for the person who ran it."""


@dataclass(frozen=True)
class Plan:
    bind: str
    port: int
    workers: int | None
    wants_starter: bool
    wants_browser: bool = False

    @property
    def local_url(self) -> str:
        """The address that a browser on this machine opens."""
        is_own_loopback = is_loopback(self.bind) and self.bind not in {"127.0.0.1", "::1"}
        return f"http://{self.bind if is_own_loopback else 'localhost'}:{self.port}"

    def public_url(self, inherited: Mapping[str, str]) -> str:
        return inherited.get("PORTAL_PUBLIC_URL", "").strip() or self.local_url

    def as_options(self) -> list[str]:
        workers = [] if self.workers is None else ["--workers", str(self.workers)]
        starter = [] if self.wants_starter else ["--no-starter"]
        browser = ["--open"] if self.wants_browser else []
        return ["--bind", self.bind, "--port", str(self.port), *workers, *starter, *browser]

    def environment(self, inherited: Mapping[str, str]) -> dict[str, str]:
        """The variables of the children.

        Their public address follows the port unless it is set. Debugging pages never belong in what `up` serves.
        """
        ours = {"PORTAL_PUBLIC_URL": self.public_url(inherited), "PORTAL_DEBUG": "no"}
        return bytecode_environment({**inherited, **ours})

    def web_environment(self, inherited: Mapping[str, str]) -> dict[str, str]:
        """The web server's, which says to `up` when it is prepared."""
        return {**self.environment(inherited), "UP_PROCESS": str(os.getpid())}


def state_folder(variables: Mapping[str, str]) -> Path:
    return Path(variables.get("PORTAL_VAR", "").strip() or ROOT / "var").absolute()


def bytecode_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Where Python was told to leave nothing beside its sources, what it makes of them is kept in the state folder.

    Made anew at each start, and again by the worker, it takes more time than everything else.
    """
    if not variables.get("PYTHONDONTWRITEBYTECODE") or variables.get("PYTHONPYCACHEPREFIX"):
        return dict(variables)
    folder = state_folder(variables)
    try:
        # Python would make it readable by all.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return dict(variables)  # which the settings refuse in words
    others = {name: value for name, value in variables.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**others, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def set_public_url(words: Sequence[str], variables: MutableMapping[str, str]) -> None:
    """Has the address that readers use follow `serve --port` and `--bind`, unless it is set; for before settings are read."""
    parser = ArgumentParser(add_help=False, exit_on_error=False)
    add_options(parser)
    try:
        plan = read_plan(parser.parse_known_args(words)[0])
    except (Refusal, ArgumentError):
        return  # which the command says in words
    variables["PORTAL_PUBLIC_URL"] = plan.public_url(variables)


def add_options(parser: ArgumentParser) -> None:
    """Numbers stay text here: a bad one is refused in one line, where argparse would print its usage."""
    parser.add_argument("--bind", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", default="8000", help="port to listen on (default: 8000)")
    parser.add_argument("--workers", help="web server processes (default: PORTAL_WORKERS, else 1)")
    parser.add_argument("--no-starter", action="store_true", help="leave an empty portal empty")
    parser.add_argument("--open", action="store_true", help="open a browser once the port answers")


def read_plan(options: Namespace) -> Plan:
    """Raises Refusal for a number out of its range."""
    return Plan(
        bind=str(options.bind).strip("[]"),
        port=read_number(str(options.port), "--port", MAX_PORT),
        workers=None if options.workers is None else read_number(str(options.workers), "--workers", MAX_WORKERS),
        wants_starter=not options.no_starter,
        wants_browser=bool(options.open),
    )


def read_number(text: str, name: str, maximum: int) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= maximum:
        raise Refusal(f"{name} {text} is not a whole number between 1 and {maximum}.")
    return int(text)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host; a name that is not `localhost` may lead anywhere."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
