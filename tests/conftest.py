"""How the suite runs: on SQLite with no system package; `--postgres`, `--browser` and `--npm` say otherwise.

Settings are read from the environment when Django is first loaded, so `pytest_configure` sets the environment before that.
No test writes into the checkout: all state goes to a temporary folder.
"""

import gc
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_django

from tests import postgres
from tests.chromium import browser, console, find_chromium, page, plain_page
from tests.npm_packages import find_npm_files, npm_files
from tests.parts import modules_of_part

__all__ = ["browser", "console", "npm_files", "page", "plain_page"]

# Markers of tests that need more than Python, which run with the option of the same name only.
OPTIONAL = ("browser", "npm")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("portal")
    group.addoption("--browser", action="store_true", help="also run the tests that need Chromium")
    group.addoption("--npm", metavar="FOLDER", help="also run the tests that need Java and packages of npm")
    group.addoption("--part", metavar="N/M", help="run the Nth of M parts of the chosen tests, by whole modules")
    group.addoption("--postgres", action="store_true", help="run on PostgreSQL (own cluster, or TEST_DATABASE_URL)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium; runs with --browser only")
    config.addinivalue_line("markers", "npm: needs Java and packages of npm; runs with --npm only")
    if config.option.help or config.option.version:
        return
    if config.option.browser:
        find_chromium()
    if config.option.npm:
        find_npm_files(config.option.npm)
    folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    set_environment(folder, database_url(config))

    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir()  # this also loads the settings


@pytest.fixture(scope="session", autouse=True)
def cheap_ways(django_test_environment: None) -> None:
    """Instead of Django's own, which do more than these tests look at."""
    from tests import contexts
    from tests.emptying import EmptyingTestCase

    EmptyingTestCase.take_over()
    contexts.take_over()


def set_environment(folder: Path, database: str | None) -> None:
    """Leaves nothing of the developer's own settings."""
    for name in [name for name in os.environ if name.startswith(("PORTAL_", "DJANGO_")) or name == "DATABASE_URL"]:
        del os.environ[name]
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "PORTAL_VAR": str(folder)}
    if database:
        os.environ["DATABASE_URL"] = database
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", "") and "PYTHONPYCACHEPREFIX" not in os.environ:
        # Hundreds of processes start; each would take longer to compile its modules than to do its work.
        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
        sys.dont_write_bytecode = False


def database_url(config: pytest.Config) -> str | None:
    """None for SQLite in the temporary folder."""
    if not config.option.postgres:
        return None
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given
    cluster = postgres.Cluster.start()
    config.add_cleanup(cluster.stop)
    return cluster.url


@pytest.hookimpl(trylast=True)  # parts are of what -m and -k have left
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    off = [name for name in OPTIONAL if not config.getoption(name)]
    others = {item for item in items if any(item.get_closest_marker(name) for name in off)}
    if config.option.postgres:
        others |= {item for item in items if not asks_database(item)}
    if config.option.part:
        chosen = modules_of_part([item.path for item in items if item not in others], config.option.part)
        others |= {item for item in items if item.path not in chosen}
    if others:
        config.hook.pytest_deselected(items=list(others))
        items[:] = [item for item in items if item not in others]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look for garbage in it over and over took a twelfth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def asks_database(item: pytest.Item) -> bool:
    """What asks none says the same on both, and runs on SQLite only; `new_database` is for processes with one of their own."""
    fixtures = {"db", "transactional_db", "live_server", "new_database"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(getattr(item, "fixturenames", ())))


def pytest_report_header(config: pytest.Config) -> str:
    chromium = "on" if config.option.browser else "off (--browser)"
    npm = "on" if config.option.npm else "off (--npm)"
    database = "PostgreSQL" if config.option.postgres else "SQLite"
    return f"database: {database}, browser tests: {chromium}, tests with npm: {npm}"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """No test sees what another one cached, nor its rate limits."""
    from django.conf import settings
    from django.core.cache import cache

    cache.clear()
    for path in Path(settings.VAR_DIR).glob("limits.sqlite3*"):
        path.unlink()


@pytest.fixture(scope="module")
def module_content(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """Lets other fixtures of a module store what all its tests read; each test's own changes are still undone after it."""
    from tests.emptying import undone

    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> Callable[[], dict[str, str]]:
    """Makes an empty database beside the tests' own and returns the environment that leads a process to it.

    On SQLite that is nothing: each process has its own in its own folder.
    """

    def make() -> dict[str, str]:
        if not request.config.option.postgres:
            return {}
        import psycopg

        name = f"portal_{secrets.token_hex(4)}"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            request.addfinalizer(lambda: drop_database(name))
        return {"DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()}

    return make


def drop_database(name: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
