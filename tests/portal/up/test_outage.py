"""A running portal whose database goes away and comes back: what its readers and editors get, and what the log says."""

import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.articles.admin.forms import FormReader
from tests.outages import Outage, postgres_outages, sqlite_outage
from tests.postgres import Cluster
from tests.running import DEADLINE_SECONDS, RunningUp

ADD = "/admin/articles/article/add/"


class Editor:
    """A browser that is signed in."""

    def __init__(self, up: RunningUp) -> None:
        self.up = up
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, Message, str]:
        sent = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with self.opener.open(self.up.url + path, sent, timeout=DEADLINE_SECONDS) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def form_at(self, path: str) -> dict[str, str]:
        reader = FormReader()
        reader.feed(self.ask(path)[2])
        return {name: values[0] for name, values in reader.data.items() if values}

    def sign_in(self) -> None:
        name, password = (self.up.wait_for_line(words).split()[-1] for words in ("user name", "  password"))
        page = f"/admin/login/?next={ADD}"
        self.ask(page, {**self.form_at(page), "username": name, "password": password})


@pytest.fixture
def outages(
    request: pytest.FixtureRequest, tmp_path: Path, new_database: Any
) -> Iterator[tuple[list[Outage], dict[str, str]]]:
    """The ways in which the database goes, and the environment that leads to it."""
    if settings.IS_SQLITE:
        yield [sqlite_outage(tmp_path / "portal.sqlite3")], {}
        return
    cluster = Cluster.start()
    yield postgres_outages(cluster), {"DATABASE_URL": cluster.url}
    cluster.stop()


def wait_for(condition: Callable[[], bool], up: RunningUp) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, up.lines
        time.sleep(0.05)


def test_outage_is_answered_with_503_and_ends_by_itself(outages: Any, tmp_path: Path) -> None:
    ways, environment = outages
    up = RunningUp(tmp_path, "--no-starter", **environment)
    try:
        up.wait_for_line("is at")
        editor = Editor(up)
        editor.sign_in()
        worker = up.wait_for_child("db_worker")
        stylesheet = re.findall(r'"(/static/css/site[^"]+)"', editor.ask("/")[2])[0]
        for number, way in enumerate(ways):
            form = {**editor.form_at(ADD), "title": f"Title {number}", "body": "Precious words."}
            way.begin()
            check_answers(editor, form, stylesheet)
            wait_for(lambda: count("The database does not answer (", up.lines) > number, up)  # noqa: B023  at once
            way.end()
            wait_for(lambda: editor.ask("/")[0] == 200, up)
            assert editor.ask(ADD, {**form, "_save": "Save"})[0] == 200  # the list that it leads to
            assert f"Title {number}" in editor.ask("/admin/articles/article/")[2]
        assert worker in up.children()
    finally:
        code = up.stop()
    check_log(up.lines, len(ways))
    assert code == 0


def check_answers(editor: Editor, form: dict[str, str], stylesheet: str) -> None:
    wait_for(lambda: editor.ask("/")[0] == 503, editor.up)
    status, headers, page = editor.ask("/articles/")
    assert (status, headers["Retry-After"], "Its database does not answer." in page) == (503, "5", True)
    status, headers, text = editor.ask("/api/v1/articles/")
    assert (status, headers["Retry-After"], headers["Content-Type"]) == (503, "5", "application/problem+json")
    assert json.loads(text)["detail"].startswith("Its database does not answer.")
    status, headers, page = editor.ask(ADD, {**form, "_save": "Save"})
    assert (status, headers["Retry-After"], "Precious words." in page) == (503, "5", True)
    others = {path: editor.ask(path)[0] for path in ("/nowhere/", "/static/css/none.css", "/robots.txt", stylesheet)}
    assert list(others.values()) == [404, 404, 200, 200]


def check_log(lines: list[str], outages: int) -> None:
    assert count("The database does not answer (", lines) == outages
    assert count("The database answers again after ", lines) == outages
    assert (count("Traceback", lines), count("exit code", lines)) == (0, 0)


def count(words: str, lines: list[str]) -> int:
    return sum(words in line for line in lines)
