"""Opens a course on every face, in a process whose settings name this application: `python -m tests.seventh_type.opening`.

Prints as JSON what each face shows, and which check tells of each entry that is left out.
"""

# ruff: noqa: E402, T201 - Django is set up first, and the test reads what is printed

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

django.setup()

from django.conf import settings
from django.contrib import admin
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client, override_settings

from api.views.items import VIEWSETS
from articles.editing import save_item
from articles.history.changes import follow
from articles.history.tokens import current_token
from articles.models import Skill, User
from articles.reading.items.links import RELATIONS
from articles.reading.lists.filters import LISTINGS
from articles.snapshots import Snapshot
from articles.transfer.exports import export_items
from portal.list_pages import LIST_PAGES
from portal.views.details import DETAIL_PAGES
from tests.seventh_type.models import Course

SHOWN, HIDDEN = "Prompting in depth", "Unfinished matter"
# Those that show the course itself, and those that show the type.
FACES = (
    "/courses/", "/courses/prompting/", "/courses/prompting.md", "/search/?q=prompting", "/sitemap.xml", "/llms.txt",
    "/courses/?skills=python", "/courses/?q=prompting", "/api/v1/courses/?q=PROMPT", "/api/v1/courses/", "/api/v1/courses/prompting/", "/admin/seventh_type/course/",
)  # fmt: skip
PLACES = {"/": "/courses/", "/api/v1/": "/api/v1/courses/", "/api/v1/schema/?format=json": "/api/v1/courses/{address}/"}


def make(name: str, **fields: Any) -> Course:
    skill = Skill.objects.get()
    snapshot = Snapshot(
        fields={"name": name, "description": "[[course:prompting]]", **fields}, links={"skills": [str(skill.pk)]}
    )
    return save_item(Course(), snapshot, by=None, expected_version=0)


def faces() -> dict[str, bool]:
    """Whether each shows the visible course, and no page for readers the draft."""
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("ada"))
    told = {}
    for path in FACES:
        text = client.get(path).content.decode()
        is_found = SHOWN in text or "/courses/prompting/" in text
        told[path] = is_found and (path.startswith("/admin/") or HIDDEN not in text)
    told |= {path: words in client.get(path).content.decode() for path, words in PLACES.items()}
    told["hidden"] = {client.get(path).status_code for path in ("/courses/hidden/", "/api/v1/courses/hidden/")} == {404}
    form = "/admin/seventh_type/course/add/"
    told["form"] = (
        client.get(form).status_code == 200 and "/admin/seventh_type/course/" in client.get("/admin/").content.decode()
    )
    return told


def files() -> dict[str, bool]:
    """An export that comes back changes nothing; a table of one's own brings a course in."""
    before = {course.pk: course.version for course in Course.objects.all()}
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, kind in ((folder / "all.json", "json"), (folder / "all.zip", "csv"), (folder / "texts.zip", "md")):
            export_items(file, kind)
            call_command("import_catalogue", file, verbosity=0)
        after = {course.pk: course.version for course in Course.objects.all()}
        (folder / "own.csv").write_text("name,provider\nEvaluation,Another school\n")
        call_command("import_catalogue", folder / "own.csv", type="courses", verbosity=0)
    return {"round trip": before == after, "own table": Course.objects.filter(name="Evaluation").count() == 1}


def left_out() -> dict[str, list[str]]:
    """The checks that tell of each entry, when it is not there."""
    registries: dict[str, dict[str, Any]] = {
        "list": LISTINGS, "links": RELATIONS, "list page": LIST_PAGES, "page": DETAIL_PAGES, "api": VIEWSETS,
    }  # fmt: skip
    told = {name: without(entries, "course", checks) for name, entries in registries.items()}
    told["editor"] = without(admin.site._registry, Course, checks)
    with override_settings(TEMPLATES=[{**settings.TEMPLATES[0], "APP_DIRS": False, "OPTIONS": {}}]):
        told["template"] = checks()
    told["nothing"] = checks()
    return told


def without(entries: dict[Any, Any], key: Any, look: Callable[[], list[str]]) -> list[str]:
    kept = {**entries}
    entries.pop(key, None)
    try:
        return look()
    finally:
        entries.clear()
        entries.update(kept)


def checks() -> list[str]:
    return [str(message.id) for message in run_checks(tags=["types"])]


if __name__ == "__main__":
    call_command("migrate", verbosity=0)  # what the course links to has to be there first
    call_command("migrate", run_syncdb=True, verbosity=0)
    save_item(Skill(), Snapshot(fields={"name": "Python", "status": "published"}), by=None, expected_version=0)
    since = current_token()
    make(SHOWN, slug="prompting", status="published", provider="A school")
    make(HIDDEN, slug="hidden")
    followed = {"followed": ("course", Course.objects.get(slug="hidden").pk) in follow(since).keys}
    told = {"faces": {**faces(), **files(), **followed}, "left out": left_out()}
    print(f"\n{json.dumps(told)}")
