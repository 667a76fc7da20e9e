"""Each thing `up` checks first, one function at a time."""

import os
import pwd
import shutil
import socket
import stat
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, connections
from django.db.utils import ConnectionHandler

from portal.databases.sqlite3 import base as sqlite_backend
from portal.management.commands.up import Command as Up
from portal.up import listening, refusals, running
from portal.up.plan import Plan, Refusal, add_options, read_plan

BAD_OPTIONS = {"bind": "127.0.0.1", "port": "0", "workers": None, "no_starter": False}


def plan_of(*words: str) -> Plan:
    parser = ArgumentParser()
    add_options(parser)
    return read_plan(parser.parse_args(words))


@pytest.mark.parametrize(
    ("name", "value", "maximum"),
    [
        ("--port", "0", 65535),
        ("--port", "65536", 65535),
        ("--port", "²", 65535),
        ("--port", "web", 65535),
        ("--workers", "0", 256),
        ("--workers", "257", 256),
    ],
)
def test_bad_number_is_refused(name: str, value: str, maximum: int) -> None:
    with pytest.raises(Refusal) as refusal:
        plan_of(name, value)

    assert str(refusal.value) == f"{name} {value} is not a whole number between 1 and {maximum}."


def test_plan_without_options() -> None:
    assert plan_of() == Plan(bind="127.0.0.1", port=8000, workers=None, wants_starter=True)


@pytest.mark.parametrize(
    "words",
    [[], ["--port", "8001", "--bind", "[::1]", "--workers", "3", "--no-starter", "--open"]],
    ids=["none", "all"],
)
def test_plan_survives_its_own_options(words: list[str]) -> None:
    assert plan_of(*plan_of(*words).as_options()) == plan_of(*words)


@pytest.mark.parametrize(
    ("bind", "url"),
    [
        ("127.0.0.1", "http://localhost:8001"),
        ("::1", "http://localhost:8001"),
        ("0.0.0.0", "http://localhost:8001"),
        ("127.0.0.2", "http://127.0.0.2:8001"),
    ],
)
def test_public_address_follows_the_plan(bind: str, url: str) -> None:
    plan = plan_of("--bind", bind, "--port", "8001")

    assert plan.environment({})["PORTAL_PUBLIC_URL"] == url


def test_public_address_of_the_environment_wins() -> None:
    given = {"PORTAL_PUBLIC_URL": "https://portal.example"}

    assert plan_of().environment(given)["PORTAL_PUBLIC_URL"] == "https://portal.example"


def test_children_keep_bytecode_in_the_state_folder_where_none_may_lie_beside_the_sources(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    given = {"PYTHONDONTWRITEBYTECODE": "1", "PORTAL_VAR": str(folder)}
    variables = plan_of().environment(given)

    assert variables["PYTHONPYCACHEPREFIX"] == str(folder / "bytecode")
    assert "PYTHONDONTWRITEBYTECODE" not in variables
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("given", [{}, {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/elsewhere"}])
def test_bytecode_stays_where_it_is_otherwise(given: dict[str, str]) -> None:
    variables = plan_of().environment(given)

    assert variables.get("PYTHONPYCACHEPREFIX") == given.get("PYTHONPYCACHEPREFIX")
    assert variables.get("PYTHONDONTWRITEBYTECODE") == given.get("PYTHONDONTWRITEBYTECODE")


def test_folder_that_cannot_be_made_is_left_to_the_settings_to_refuse(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    given = {"PYTHONDONTWRITEBYTECODE": "1", "PORTAL_VAR": str(tmp_path / "file" / "state")}

    assert "PYTHONPYCACHEPREFIX" not in plan_of().environment(given)


def test_children_never_debug() -> None:
    assert plan_of().environment({"PORTAL_DEBUG": "yes"})["PORTAL_DEBUG"] == "no"


def test_help_of_django_describes_the_same_options() -> None:
    assert (
        vars(Up().create_parser("manage.py", "up").parse_args(["--port", "1"])).items()
        >= {
            "bind": "127.0.0.1",
            "port": "1",
            "workers": None,
            "no_starter": False,
        }.items()
    )


@pytest.mark.parametrize("run", [lambda: Up().handle(**BAD_OPTIONS), lambda: sys.exit(running.run(["--port", "0"]))])
def test_up_refuses_in_one_line(run: Callable[[], None], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        run()

    assert exit_.value.code == 1
    assert capsys.readouterr() == ("", "up: --port 0 is not a whole number between 1 and 65535.\n")


def test_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "missing"

    with pytest.raises(Refusal) as refusal:
        refusals.check_folder(missing)

    assert str(refusal.value) == (
        f"Cannot write in {missing}: No such file or directory. Set PORTAL_VAR to another folder."
    )


def test_free_port_is_accepted() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]

    listening.bind("127.0.0.1", port).close()


def test_address_of_another_machine_is_refused() -> None:
    with pytest.raises(
        Refusal, match=r"^Cannot listen on 192\.0\.2\.1 port 8000: .* Choose an address of this machine"
    ):
        listening.bind("192.0.2.1", 8000)


def test_port_that_needs_rights_is_refused() -> None:
    line = listening.explain_address("127.0.0.1", 80, PermissionError(13, "Permission denied"))

    assert line == "Port 80 on 127.0.0.1 needs more rights than you have. Choose one above 1023 with --port."


@pytest.mark.django_db
def test_database_that_answers_is_accepted() -> None:
    refusals.check_database()


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder and a file in it that the running test may read, not write; for root, the test becomes nobody."""
    is_root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp(prefix="portal-locked-"))
    (folder / "portal.sqlite3").touch(mode=0o444)
    folder.chmod(0o555)
    if is_root:
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    yield folder
    if is_root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def use_sqlite_file(db: None) -> Iterator[Callable[[Path], None]]:
    """Makes a file the default database for the rest of the test."""
    assert sqlite_backend  # loaded while the test may still read the libraries of its own account
    before = connections["default"]

    def use(path: Path) -> None:
        database = {"ENGINE": "portal.databases.sqlite3", "NAME": str(path), "OPTIONS": settings.SQLITE_OPTIONS}
        connections["default"] = ConnectionHandler({"default": database})["default"]

    yield use
    connections["default"].close()
    connections["default"] = before


def test_locked_folder_is_refused(locked_folder: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        refusals.check_folder(locked_folder)

    assert (
        str(refusal.value) == f"Cannot write in {locked_folder}: Permission denied. Set PORTAL_VAR to another folder."
    )


def test_locked_database_file_is_refused(use_sqlite_file: Callable[[Path], None], locked_folder: Path) -> None:
    use_sqlite_file(locked_folder / "portal.sqlite3")

    with pytest.raises(Refusal) as refusal:
        refusals.check_database()

    assert str(refusal.value) == (
        f"Cannot use the database file {locked_folder}/portal.sqlite3: attempt to write a readonly database."
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "unable to open database file"), (b"no database at all" * 100, "file is not a database")],
    ids=["in a missing folder", "another kind of file"],
)
def test_useless_database_file_is_refused(
    use_sqlite_file: Callable[[Path], None], tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "portal.sqlite3" if content else tmp_path / "missing" / "portal.sqlite3"
    if content:
        path.write_bytes(content)
    use_sqlite_file(path)

    with pytest.raises(Refusal) as refusal:
        refusals.check_database()

    assert str(refusal.value) == f"Cannot use the database file {path}: {reason}."


@pytest.mark.parametrize("error", [OperationalError("first line\n\tsecond line"), OperationalError("first line.")])
def test_a_failure_of_the_database_is_told_in_one_line(error: DatabaseError) -> None:
    assert "\n" not in refusals.explain_database(error)
    assert refusals.explain_database(error).endswith(": first line.")


def test_a_failure_without_words_is_named() -> None:
    assert refusals.explain_database(OperationalError()).endswith(": OperationalError.")
