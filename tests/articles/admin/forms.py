"""Fills in and sends the admin's forms as a browser without JavaScript does."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from articles.admin.site import admin_url
from articles.models import Item

type FormData = dict[str, list[str]]


class FormReader(HTMLParser):
    """Collects what a browser would send for the forms of a page that are posted, but for the logout."""

    def __init__(self) -> None:
        super().__init__()
        self.data: FormData = {}
        self.is_inside = False
        self.select = ""
        self.textarea = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = given.get("method") == "post" and given.get("id") != "logout-form"
        if not self.is_inside or "disabled" in given:
            return
        if tag == "input":
            self.read_input(given)
        elif tag == "select":
            self.select = given["name"]
            self.data.setdefault(self.select, [])
        elif tag == "option" and "selected" in given and self.select:
            self.data[self.select].append(given.get("value", ""))
        elif tag == "textarea":
            self.textarea, self.text = given["name"], []

    def read_input(self, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name", "")
        if not name or kind in ("submit", "file") or (kind == "checkbox" and "checked" not in given):
            return
        self.data.setdefault(name, []).append(given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        if tag == "textarea" and self.textarea:
            # A line feed right after the opening tag is not part of the value; browsers send CR LF.
            self.data[self.textarea] = ["".join(self.text).removeprefix("\n").replace("\n", "\r\n")]
            self.textarea = ""
        if tag == "form":
            self.is_inside = False


def read_form(response: Any) -> FormData:
    reader = FormReader()
    reader.feed(response.content.decode())
    reader.close()
    return reader.data


def open_form(client: Client, url: str) -> FormData:
    response = client.get(url)
    assert response.status_code == 200
    return read_form(response)


def send(client: Client, url: str, data: FormData, *, button: str = "_save", **values: Any) -> Any:
    """The answer to the form with some values changed; values are texts, or lists of them."""
    changed = {name: value if isinstance(value, list) else [str(value)] for name, value in values.items()}
    return client.post(url, {**data, **changed, button: ["Save"]})


def save(client: Client, url: str, **values: Any) -> Any:
    """The answer to opening a form, changing some values and sending it."""
    return send(client, url, open_form(client, url), **values)


def errors_of(response: Any) -> dict[str, list[str]]:
    """What a form that came back says at each of its fields and tables."""
    page = response.context["page"]
    errors = {name: list(texts) for name, texts in page.form.errors.items()}
    for name, table in page.tables.items():
        if table.non_form_errors():
            errors[name] = list(table.non_form_errors())
        for number, row in enumerate(table.errors):
            errors |= {f"{name}-{number}-{cell}": list(texts) for cell, texts in row.items()}
    return errors


def messages_of(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def change_url(item: Item) -> str:
    return admin_url(type(item), "change", item.pk)


def fresh(item: Any) -> Any:
    return type(item).objects.get(pk=item.pk)


def ids(*rows: Any) -> list[str]:
    return sorted(str(row.pk) for row in rows)
