"""An export names accounts by what readers see alone, and nothing that those who get it may not know."""

import io
import json
from typing import Any

import pytest
from django.test import Client

from articles.admin.site import admin_url
from articles.models import Article
from articles.transfer.exports import FORMATS, select, write_export
from tests.articles.admin.forms import messages_of
from tests.articles.admin.test_uploads import client, erin, limited, post, upload
from tests.factories import make_article, make_group, make_path, make_picture, make_skill, make_tool, make_user

__all__ = ["client", "erin"]

pytestmark = pytest.mark.django_db


def exported(*statuses: str) -> str:
    target = io.BytesIO()
    write_export(target, "json", select(statuses=statuses))
    return target.getvalue().decode()


def authors_of(text: str) -> list[str]:
    [article] = [row for row in json.loads(text)["items"] if row["type"] == "article"]
    return list(article["authors"])


def test_authors_are_named_as_readers_see_them_and_else_by_id() -> None:
    known = make_user("secret-login", public_name="Erin Example")
    nameless, first, second = (
        make_user("other-login"),
        make_user("a", public_name="Kim"),
        make_user("b", public_name="Kim"),
    )
    make_article(authors=[known, nameless, first, second])
    text = exported()
    assert authors_of(text) == sorted(["Erin Example", str(nameless.pk), str(first.pk), str(second.pk)])
    assert "login" not in text


@pytest.mark.parametrize("file_format", list(FORMATS))
def test_no_format_holds_a_user_name_or_an_address_of_mail(file_format: str) -> None:
    make_article(title="Seen title", authors=[make_user("secretlogin", email="secret@mail.example")])
    target = io.BytesIO()
    write_export(target, file_format, select(types=["articles"]))
    names = [b"secretlogin", b"secret@mail.example"]
    assert not [name for name in names if name in unpacked(target.getvalue())]
    assert b"Seen title" in unpacked(target.getvalue())


def unpacked(content: bytes) -> bytes:
    import zipfile

    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def test_authors_come_back_by_name_id_or_as_older_exports_wrote_them(client: Client) -> None:
    named, nameless = make_user("login", public_name="Erin Example"), make_user("nobody")
    article = make_article(authors=[named, nameless])
    for authors in (authors_of(exported()), ["login", "nobody"]):
        rows = json.loads(exported())
        row = next(row for row in rows["items"] if row["type"] == "article")
        row |= {"authors": authors, "summary": f"Changed with {authors}"}
        upload(client, "all.json", json.dumps(rows).encode(), what="export")
        post(client, "run", article_batch())
        stored = Article.objects.get()
        assert (stored.summary, set(stored.authors.all())) == (f"Changed with {authors}", {named, nameless})
    assert article.pk == stored.pk


def article_batch() -> Any:
    from articles.models import ImportBatch

    return ImportBatch.objects.order_by("-pk")[0]


def test_narrowed_export_names_nothing_outside_it() -> None:
    hidden, shown = make_skill(name="Hidden canary", status="draft"), make_skill(name="Seen skill")
    article = make_article(title="Seen article", skills=[hidden, shown])
    make_path(steps=[{"title": "Step", "skills": [str(hidden.pk)], "articles": [str(article.pk)]}])
    text = exported("published")
    assert "canary" not in text.lower()
    rows = {row["type"]: row for row in json.loads(text)["items"]}
    assert rows["article"]["skills"] == sorted([str(hidden.pk), "seen-skill"])
    assert (rows["path"]["steps"][0]["skills"], rows["path"]["steps"][0]["articles"]) == (
        [str(hidden.pk)],
        ["seen-article"],
    )
    assert "hidden-canary" in exported()


def test_narrowed_export_comes_back_without_a_change(client: Client) -> None:
    hidden = make_skill(name="Hidden canary", status="draft")
    make_article(title="Seen article", skills=[hidden])
    make_path(steps=[{"title": "Step", "skills": [str(hidden.pk)]}])
    upload(client, "all.json", exported("published").encode(), what="export")
    batch = article_batch()
    assert {name: batch.counts[name] for name in ("created", "changed", "failed", "warnings")} == dict.fromkeys(
        ("created", "changed", "failed", "warnings"), 0
    )


def export_in_admin(by: Client, article: Article) -> Any:
    data = {"action": "export_json", "index": "0", "_selected_action": [str(article.pk)]}
    return by.post(admin_url(Article, "changelist"), data)


def test_export_in_the_admin_names_what_one_may_see_or_choose() -> None:
    skill, tool = make_skill(name="Hidden canary"), make_tool(name="Seen tool")
    article = make_article(skills=[skill], tools=[tool], authors=[make_user("x", public_name="Erin Example")])
    text = b"".join(export_in_admin(limited("view_article", "view_tool"), article)).decode()
    [row] = json.loads(text)["items"]
    assert (row["skills"], row["tools"]) == ([str(skill.pk)], ["seen-tool"])
    assert row["authors"] != ["Erin Example"]
    assert "canary" not in text.lower()


def test_export_of_an_editor_names_all_that_the_form_offers() -> None:
    article = make_article(skills=[make_skill(name="Offered skill")])
    [row] = json.loads(b"".join(export_in_admin(limited("change_article"), article)))["items"]
    assert row["skills"] == ["offered-skill"]


def test_pictures_stay_out_of_the_export_of_those_who_may_not_see_them(client: Client) -> None:
    picture = make_picture(alt="Telling words")
    article = make_article(body=f"![Box](picture:{picture.pk})")
    viewer = limited("view_article")
    text = b"".join(export_in_admin(viewer, article)).decode()
    assert "Telling words" not in text
    told = messages_of(viewer.get(admin_url(Article, "changelist")))
    assert told == ["The file holds no pictures: this account may not see them."]
    assert "Telling words" in b"".join(export_in_admin(client, article)).decode()


def test_group_of_a_skill_is_named_in_every_narrowed_export() -> None:
    make_skill(name="Seen skill", group=make_group(name="Seen group", slug="seen-group"))
    make_user("someone")
    [row] = [row for row in json.loads(exported("published"))["items"] if row["type"] == "skill"]
    assert row["group"] == ["seen-group"]
