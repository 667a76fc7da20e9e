"""A full disk, one that cannot be written and a database that is busy or gone: said in plain words, with the text kept."""

import errno
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from api import exceptions
from articles.access.file_store import FileStore
from articles.models import Article, Picture
from articles.operation import failures
from articles.operation.failures import BUSY, DOWN, FULL, READ_ONLY, Failure, failure_of
from portal import urls
from portal.databases.outage import DatabaseDown
from portal.sessions.file import SessionStore
from portal.storage import WholeFiles
from portal.up import refusals
from portal.up.plan import Refusal
from tests.articles.admin.forms import open_form, send
from tests.factories import image_bytes, make_article, make_user
from tests.outages import WRITES, Locker
from tests.portal.reading import find, page_of, text_of

ADD, ADD_PICTURE = "/admin/articles/article/add/", "/admin/articles/picture/add/"
ANSWERS = {
    "down": DatabaseDown("The database does not answer."),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "read-only": OSError(errno.EROFS, "Read-only file system"),
}


def fail(request: Any, name: str) -> HttpResponse:
    raise ANSWERS[name]


def begin_session(request: Any) -> HttpResponse:
    SessionStore().create()
    return HttpResponse()


urlpatterns = [path("session/", begin_session), path("fail/<str:name>/", fail), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def nothing_told() -> None:
    failures.told_at().clear()


@pytest.fixture
def editor(visitor: Client) -> Client:
    visitor.force_login(make_user())
    return visitor


@contextmanager
def asked(*statements: str) -> Iterator[None]:
    """Asks the database so; afterwards it is as before."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    try:
        yield
    finally:
        connection.close()


def refusing(code: str, text: str) -> tuple[str, str]:
    """Statements by which PostgreSQL refuses each new revision with an error of its own."""
    body = f"BEGIN RAISE EXCEPTION '{text}' USING ERRCODE='{code}'; END"
    function = f"CREATE FUNCTION refuse_{code}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    return function, f"CREATE TRIGGER refuse BEFORE INSERT ON articles_revision EXECUTE FUNCTION refuse_{code}()"


@contextmanager
def full_database() -> Iterator[None]:
    if settings.IS_SQLITE:
        # No more pages than there are, as SQLite takes it; VACUUM gives back those that earlier tests left empty.
        with asked("VACUUM", "PRAGMA max_page_count = 1"):
            yield
        return
    with asked(*refusing("53100", "could not extend file")):
        yield
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION refuse_53100 CASCADE")


@contextmanager
def read_only_database() -> Iterator[None]:
    is_on = "PRAGMA query_only = 1" if settings.IS_SQLITE else "SET default_transaction_read_only = on"
    with asked(is_on):
        yield


def heading_of(response: Any) -> str:
    return text_of(find(page_of(response), "h1")[0])


def told(response: Any) -> tuple[int, str, str]:
    return response.status_code, response["Retry-After"], response["Cache-Control"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("broken", "status", "heading"),
    [
        pytest.param(full_database, 507, "There is no room left to save this", id="full"),
        pytest.param(read_only_database, 503, "Nothing can be saved just now", id="read-only"),
    ],
)
def test_save_that_cannot_be_written_is_told_in_plain_words_and_gives_the_text_back(
    editor: Client, broken: Callable[[], Any], status: int, heading: str, caplog: pytest.LogCaptureFixture
) -> None:
    make_article(slug="main")
    form = open_form(editor, ADD)
    body = "Precious words. " * 40_000

    with broken():
        response = send(editor, ADD, form, title="Mine", body=body)
        reading = [editor.get(address).status_code for address in ("/articles/main/", "/api/v1/articles/", "/nowhere/")]

    assert (told(response), heading_of(response)) == ((status, "60", "no-store"), heading)
    assert [box for box in find(page_of(response), "textarea") if text_of(box) == body.strip()]
    assert reading == [200, 200, 404]
    assert not Article.objects.filter(title="Mine").exists()
    lines = [record for record in caplog.records if record.levelname == "ERROR"]
    assert [(line.name, line.exc_info) for line in lines] == [("articles.operation.failures", None)]
    assert send(editor, ADD, form, title="Mine", body=body).status_code == 302
    assert Article.objects.get(title="Mine").body == body.strip()


@contextmanager
def no_room(byte_size: int) -> Iterator[None]:
    """No file may grow beyond the size: a real failure of writing, for root too and without a mount."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (byte_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.django_db(transaction=True)
def test_picture_that_finds_no_room_leaves_no_file_and_comes_in_later(
    editor: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    content = image_bytes(size=(300, 301))
    form = open_form(editor, ADD_PICTURE)

    def send_picture() -> Any:
        file = SimpleUploadedFile("a.png", content, "image/png")
        return editor.post(ADD_PICTURE, {**form, "upload": file, "alt": "A box"})

    with no_room(len(content) // 2):
        response = send_picture()

    assert (told(response), heading_of(response)) == ((507, "60", "no-store"), "There is no room left to save this")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert send_picture().status_code == 302
    assert Picture.objects.get(alt="A box").file.read() == content


def test_file_that_is_cut_off_is_not_there(tmp_path: Path) -> None:
    storage = WholeFiles(location=tmp_path)

    with no_room(1000), pytest.raises(OSError, match="File too large"):
        storage.save("pictures/a.png", ContentFile(bytes(5000)))

    assert list(tmp_path.rglob("*.*")) == []
    assert storage.save("pictures/a.png", ContentFile(bytes(5000))) == "pictures/a.png"
    assert storage.save("pictures/a.png", ContentFile(bytes(5000))) != "pictures/a.png"
    assert sorted(one.stat().st_size for one in (tmp_path / "pictures").iterdir()) == [5000, 5000]


@pytest.mark.parametrize(
    ("name", "read", "wrote", "retry"),
    [("down", 503, 503, "5"), ("full", 503, 507, "60"), ("read-only", 503, 503, "60")],
)
def test_failure_answers_by_what_was_asked(
    visitor: Client, settings: Any, name: str, read: int, wrote: int, retry: str
) -> None:
    settings.ROOT_URLCONF = __name__

    page, form = visitor.get(f"/fail/{name}/"), visitor.post(f"/fail/{name}/")

    assert (told(page), told(form)) == ((read, retry, "no-store"), (wrote, retry, "no-store"))
    sent = "What you sent was not saved"
    assert (sent in page.content.decode(), sent in form.content.decode()) == (False, True)


@pytest.mark.parametrize(
    ("method", "name", "status"), [("GET", "full", 503), ("POST", "full", 507), ("GET", "down", 503)]
)
def test_failure_is_a_problem_to_clients_of_the_api(rf: Any, method: str, name: str, status: int) -> None:
    request = rf.generic(method, "/api/v1/articles/")

    response = exceptions.answer_exception(ANSWERS[name], {"request": request})

    assert response
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response["Retry-After"] == {"full": "60", "down": "5"}[name]


def raised(action: Callable[[], Any]) -> Exception:
    with pytest.raises((sqlite3.Error, DatabaseError)) as caught:
        action()
    return caught.value


def execute(statement: str) -> Callable[[], Any]:
    return lambda: connection.cursor().execute(statement)


@pytest.mark.django_db(transaction=True)
def test_errors_of_the_database_are_told_apart() -> None:
    if settings.IS_SQLITE:
        found = [failure_of(raised(execute("SELECT * FROM nothing_at_all")))]
        expected: list[Failure | None] = [None]
    else:
        states = ("53100", "25006", "57014", "55P03", "40P01", "08006", "57P03", "53300", "42P01", "23505", "XX000")
        raise_it = "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE='{}'; END $$"
        found = [failure_of(raised(execute(raise_it.format(state)))) for state in states]
        expected = [FULL, READ_ONLY, BUSY, BUSY, BUSY, DOWN, DOWN, DOWN, None, None, None]
    connection.close()
    assert found == expected


def test_errors_of_small_files_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "limits.sqlite3"
    FileStore(path).remember("a", 60, 0)
    locked = sqlite3.connect(path, isolation_level=None, timeout=0)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        busy = raised(lambda: locked.execute("BEGIN IMMEDIATE"))
    other.rollback()
    read_only = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    errors = [
        busy,
        raised(lambda: read_only.execute("DELETE FROM tries")),
        raised(lambda: sqlite3.connect(tmp_path / "absent" / "x").execute("SELECT 1")),
        raised(lambda: locked.execute("SELECT * FROM nothing")),
        ValueError("x"),
        OSError(errno.ENOENT, "x"),
        OSError(errno.EDQUOT, "x"),
        InterfaceError("connection already closed"),
        OperationalError("database is locked"),
    ]
    assert [failure_of(error) for error in errors] == [BUSY, READ_ONLY, READ_ONLY, None, None, None, FULL, DOWN, BUSY]


def test_failures_are_logged_once_a_minute(
    rf: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(failures.time, "monotonic", lambda: now[0])
    for _second in range(90):
        failures.tell(FULL, ANSWERS["full"], rf.post("/admin/"))
        failures.tell(DOWN, ANSWERS["down"], rf.get("/"))
        now[0] += 1
    assert [record.getMessage() for record in caplog.records] == [
        "507: /admin/: [Errno 28] No space left on device"
    ] * 2


def test_start_without_room_is_refused_in_one_line(tmp_path: Path) -> None:
    with no_room(1000), pytest.raises(Refusal) as refusal:
        refusals.check_folder(tmp_path)

    assert str(refusal.value) == (
        f"Cannot write in {tmp_path}: File too large. Make room, or set PORTAL_VAR to another folder."
    )
    refusals.check_folder(tmp_path)


def test_session_file_that_another_program_locks_is_answered_with_503(visitor: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    assert visitor.get("/session/").status_code == 200
    locker = Locker(Path(settings.SESSION_FILE), *WRITES)

    locked = visitor.get("/session/")
    locker.let_go()

    assert (told(locked), heading_of(locked)) == ((503, "3", "no-store"), "The portal is busy")
    assert visitor.get("/session/").status_code == 200
