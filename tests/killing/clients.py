"""Who writes in a portal that is killed again and again: each sends its form until it is told that it was saved."""

import hashlib
import http.client
import secrets
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count, cycle
from typing import ClassVar
from urllib.parse import urlencode

from tests.articles.admin.forms import FormReader
from tests.factories import image_bytes
from tests.running import DEADLINE_SECONDS

URLENCODED = "application/x-www-form-urlencoded"
LOGIN = "/admin/login/"
PICTURES = "/admin/articles/picture/"
# What an editor waits before the next try, where nothing answers or the portal asks to come back.
PAUSE_SECONDS = 0.05


class Progress:
    """How many saves were acknowledged, by which everything is timed; and what went wrong, which ends it for all.

    rest_seconds: how long each client rests after a save.
    """

    def __init__(self, *, rest_seconds: float = 0.0) -> None:
        self.saves, self.faults, self.is_over = 0, list[str](), False
        self.rest_seconds = rest_seconds
        self.condition = threading.Condition()

    def add(self) -> None:
        with self.condition:
            self.saves += 1
            self.condition.notify_all()
        if self.rest_seconds:
            time.sleep(self.rest_seconds)

    def end(self, fault: str = "") -> None:
        with self.condition:
            self.faults += [fault] if fault else []
            self.is_over = True
            self.condition.notify_all()

    def wait_until(self, is_time: Callable[[], bool]) -> bool:
        """Whether it came true; False where all ends before that."""
        with self.condition:
            while not is_time() and not self.is_over:
                before = self.saves
                if not self.condition.wait(DEADLINE_SECONDS):
                    self.end(f"No save was acknowledged for {DEADLINE_SECONDS} s, after {before} of them.")
            return not self.is_over

    def wait_for_saves(self, number: int) -> bool:
        """Whether as many were acknowledged; False where all ends before that."""
        return self.wait_until(lambda: self.saves >= number)


@dataclass
class Answer:
    status: int
    location: str
    text: str


class Browser:
    """Keeps its connection and its session; not the messages, which it never shows."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=DEADLINE_SECONDS)
        self.cookies: dict[str, str] = {}
        self.resent = 0

    def ask(self, path: str, body: bytes | None = None, content_type: str = URLENCODED) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = content_type
        try:
            self.connection.request("GET" if body is None else "POST", path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        for header in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                if not name.startswith(("messages", "saved-")):
                    self.cookies[name] = morsel.value
        return Answer(answer.status, answer.headers.get("Location", ""), text)

    def ask_until_answered(self, path: str, body: bytes | None = None, content_type: str = URLENCODED) -> Answer:
        """The same request again and again, until the portal answers it."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while True:
            try:
                answer = self.ask(path, body, content_type)
                if answer.status != 503 or time.monotonic() > deadline:
                    return answer
            except (OSError, http.client.HTTPException):
                if time.monotonic() > deadline:
                    raise
            self.resent += 1
            time.sleep(PAUSE_SECONDS)

    def form_at(self, path: str) -> dict[str, str]:
        reader = FormReader()
        reader.feed(self.ask_until_answered(path).text)
        return {name: values[0] for name, values in reader.data.items() if values}

    def sign_in(self, username: str, password: str) -> None:
        page = f"{LOGIN}?next={PICTURES}"
        form = {**self.form_at(page), "username": username, "password": password}
        answer = self.ask_until_answered(page, urlencode(form).encode())
        assert answer.location == PICTURES, answer


@dataclass
class Row:
    """An item or a record that one writer alone saves. saved: the marks that were acknowledged, in order."""

    list_path: str
    column: str
    path: str
    form: dict[str, str]
    saved: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.list_path.split("/")[3]

    @property
    def pk(self) -> str:
        return self.path.removeprefix(self.list_path).split("/")[0]


class Participant(threading.Thread, ABC):
    """Works until all is over; what goes wrong ends it for all."""

    def __init__(self, name: str, progress: Progress) -> None:
        super().__init__(name=name, daemon=True)
        self.progress = progress

    def run(self) -> None:
        try:
            self.work()
        except Exception as error:  # noqa: BLE001  told by the main thread, whatever it is
            self.progress.end(f"{self.name}: {error!r}")

    @abstractmethod
    def work(self) -> None: ...


class Client(Participant):
    """Sends forms."""

    def __init__(self, name: str, progress: Progress, browser: Browser) -> None:
        super().__init__(name, progress)
        self.browser = browser

    def is_acknowledged(self, answer: Answer, *places: str) -> bool:
        """Whether a form was answered as one that was saved is."""
        if answer.status == 302 and answer.location.startswith(places):
            return True
        lines = [line.strip() for line in answer.text.splitlines()]
        told = [line for line in lines if "meanwhile" in line or "sent twice" in line or "error" in line]
        self.progress.end(f"{self.name}: answered with {answer.status} {answer.location} {told[:5]}")
        return False


class Writer(Client):
    """Saves one row after the other: records mostly, whose forms cost half of an item's."""

    KINDS: ClassVar = (
        ("/admin/articles/tool/", "name", "summary"),
        ("/admin/articles/section/", "name", "description"),
        ("/admin/articles/announcement/", "text", "text"),
        ("/admin/articles/section/", "name", "description"),
    )

    def make_rows(self) -> None:
        self.rows = [self.make_row(number, *kind) for number, kind in enumerate(self.KINDS)]

    def make_row(self, number: int, list_path: str, name_field: str, text_field: str) -> Row:
        name = f"{self.name}-{number}"
        given = {name_field: name, "slug": name, "note": "made", "_continue": "Save"}
        form = {**self.browser.form_at(f"{list_path}add/"), **given}
        answer = self.browser.ask_until_answered(f"{list_path}add/", urlencode(form).encode())
        assert answer.status == 302, answer
        return Row(list_path, text_field, answer.location, self.browser.form_at(answer.location))

    def work(self) -> None:
        for number, row in enumerate(cycle(self.rows)):
            if self.progress.is_over:
                return
            mark = f"{self.name}.{number}"
            version = str(len(row.saved) + 1)
            form = {**row.form, row.column: mark, "note": mark, "expected_version": version, "_save": "Save"}
            answer = self.browser.ask_until_answered(row.path, urlencode(form).encode())
            if not self.is_acknowledged(answer, row.list_path):
                return
            row.saved.append(mark)
            self.progress.add()


class Uploader(Client):
    """Sends a new picture after every so many saves. saved: SHA-256 of each that was acknowledged."""

    def __init__(self, progress: Progress, browser: Browser, *, every: int) -> None:
        super().__init__("uploader", progress, browser)
        self.every, self.saved = every, list[str]()

    def work(self) -> None:
        form = self.browser.form_at(f"{PICTURES}add/")
        for number in count(1):
            if not self.progress.wait_for_saves(self.every * number):
                return
            content = image_bytes(size=(24, 24), color=f"#{number:06x}")
            body, content_type = multipart({**form, "alt": f"Picture {number}"}, content)
            answer = self.browser.ask_until_answered(f"{PICTURES}add/", body, content_type)
            if not self.is_acknowledged(answer, PICTURES):
                return
            self.saved.append(hashlib.sha256(content).hexdigest())


def multipart(form: dict[str, str], upload: bytes) -> tuple[bytes, str]:
    """A form with one file, and its content type."""
    border = secrets.token_hex(16)
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in form.items()]
    head = 'Content-Disposition: form-data; name="upload"; filename="x.png"\r\nContent-Type: image/png\r\n\r\n'
    parts.append(head.encode() + upload)
    body = b"".join(b"--" + border.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return body + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"
