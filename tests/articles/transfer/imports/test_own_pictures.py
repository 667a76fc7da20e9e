"""Pictures come in with the portal's own exports, from archives and documents that anybody may have changed since."""

import base64
import csv
import hashlib
import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.editing.pictures import add_picture
from articles.models import Article, ImportBatch, Picture
from articles.transfer.columns import PICTURE_COLUMNS
from articles.transfer.exports import export_items
from tests.articles.media.test_pictures import huge_png
from tests.factories import count, image_bytes, make_article, make_picture

pytestmark = pytest.mark.django_db(transaction=True)
ID = "0e984725-c51c-4bf4-9960-e1c80e27aba0"
MIB = 1024**2


def described(**values: Any) -> dict[str, Any]:
    return dict.fromkeys(PICTURE_COLUMNS, "") | {"id": ID, "version": 1, "focus_x": 50, "focus_y": 50, **values}


def holding(content: bytes, **values: Any) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    return described(**{"digest": digest, "content": base64.b64encode(content).decode(), **values})


def write_set(path: Path, *members: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    """An archive as an export in CSV makes it, with these members beside the table of pictures."""
    table = io.StringIO()
    writer = csv.DictWriter(table, PICTURE_COLUMNS)
    writer.writeheader()
    writer.writerow(described())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pictures.csv", table.getvalue())
        for name, content in members:
            archive.writestr(name, content, method)
    return path


def write_document(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"format": 1, "records": {"pictures": rows}, "items": []}))
    return path


def run(path: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_catalogue", str(path), stdout=out, **options)
    return out.getvalue()


def empty() -> None:
    call_command("flush", interactive=False, verbosity=0)


HOSTILE = {
    "text": (b"No picture.", zipfile.ZIP_STORED, "This is no PNG"),
    "many pixels": (huge_png(), zipfile.ZIP_STORED, "at most 40 million pixels"),
    "large": (image_bytes() + bytes(10 * MIB), zipfile.ZIP_STORED, "at most 10 MB"),
    "large and packed": (image_bytes() + bytes(10 * MIB), zipfile.ZIP_DEFLATED, "at most 10 MB"),
    "bursting": (image_bytes() + bytes(9 * MIB), zipfile.ZIP_DEFLATED, "packed more than 100 to 1"),
    "packed by bzip2": (image_bytes(), zipfile.ZIP_BZIP2, "a method that is not accepted"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_picture_that_is_not_safe_is_left_out_of_an_archive(tmp_path, name: str) -> None:
    content, method, reason = HOSTILE[name]
    printed = run(write_set(tmp_path / "set.zip", (f"pictures/{ID}.png", content), method=method))
    assert f"warning: pictures/{ID}.png was left out: " in printed
    assert reason in printed
    assert "skipped: 1: a picture needs its file, and this import does not hold it" in printed
    assert count(Picture) == count(ImportBatch) == 0


def test_picture_that_is_longer_than_its_header_says_is_left_out(tmp_path) -> None:
    content = image_bytes() + bytes(300_000)
    path = write_set(tmp_path / "set.zip", (f"pictures/{ID}.png", content), method=zipfile.ZIP_DEFLATED)
    told, size = struct.pack("<L", 1000), struct.pack("<L", len(content))
    path.write_bytes(path.read_bytes().replace(size, told))
    assert f"warning: pictures/{ID}.png was left out: " in run(path)
    assert count(Picture) == 0


def test_link_among_the_pictures_is_not_followed(tmp_path) -> None:
    link = zipfile.ZipInfo(f"pictures/{ID}.png")
    link.external_attr = 0o120777 << 16
    assert "needs its file" in run(write_set(tmp_path / "set.zip", (link, image_bytes())))
    assert count(Picture) == 0


def test_archive_that_leads_out_is_refused_before_anything_is_stored(tmp_path) -> None:
    good = (f"pictures/{ID}.png", image_bytes())
    with pytest.raises(CommandError, match="points outside"):
        run(write_set(tmp_path / "set.zip", good, (f"../pictures/{ID}.png", image_bytes())))
    assert count(Picture) == count(ImportBatch) == 0


def test_second_picture_of_one_name_is_told(tmp_path) -> None:
    members = [
        (f"{folder}pictures/{ID}.png", image_bytes(color=color)) for folder, color in (("", "red"), ("x/", "tan"))
    ]
    printed = run(write_set(tmp_path / "set.zip", *members))
    assert f"warning: x/pictures/{ID}.png was left out: another picture has the same name" in printed
    assert Picture.objects.get().file.read() == image_bytes(color="red")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("not base64", "its content is no base64"),
        (base64.b64encode(b"No picture.").decode(), "This is no PNG"),
        (base64.b64encode(huge_png()).decode(), "at most 40 million pixels"),
        (base64.b64encode(image_bytes() + bytes(10 * MIB)).decode(), "at most 10 MB"),
        ("A" * (14 * MIB - 1), "at most 10 MB"),
    ],
    ids=["no base64", "text", "many pixels", "large", "large and no base64"],
)
def test_picture_that_is_not_safe_is_left_out_of_a_document(tmp_path, content: str, reason: str) -> None:
    printed = run(write_document(tmp_path / "set.json", described(content=content)))
    assert f"warning: set.json: pictures:1 was left out: {reason}" in printed.replace("A picture may have ", "")
    assert count(Picture) == count(ImportBatch) == 0


def test_rows_of_a_document_bring_their_pictures(tmp_path) -> None:
    row = holding(image_bytes(), alt="A box", focus_x=10)
    printed = run(write_document(tmp_path / "set.json", row))
    assert printed.splitlines()[-2].endswith("0 warnings, 1 pictures")
    picture = Picture.objects.get()
    assert (str(picture.pk), picture.alt, picture.focus_x, picture.version) == (ID, "A box", 10, 1)
    assert picture.file.read() == image_bytes()


def test_dry_run_counts_one_content_once(tmp_path) -> None:
    path = write_document(tmp_path / "set.json", *(holding(image_bytes(), id=ID[:-1] + end) for end in "01"))
    for is_dry in (True, False):
        assert "2 read = 0 created + 0 changed + 2 same" in (printed := run(path, dry_run=is_dry))
        assert "0 warnings, 1 pictures" in printed


@pytest.mark.parametrize("digest", ["0" * 64, ""], ids=["another", "none"])
def test_row_says_how_a_picture_is_shown_and_never_what_it_shows(tmp_path, digest: str) -> None:
    picture = make_picture()
    run(write_document(tmp_path / "set.json", described(id=str(picture.pk), digest=digest, alt="New")))
    changed = Picture.objects.get()
    assert changed.digest == picture.digest
    assert changed.alt == ("A teal box" if digest else "New")


@pytest.mark.parametrize("is_dry", [True, False])
def test_row_without_a_digest_is_of_the_picture_that_came_with_its_id(tmp_path, is_dry: bool) -> None:
    path = write_document(tmp_path / "set.json", holding(image_bytes(), digest=""))
    assert "1 read = 0 created + 0 changed + 1 same" in run(path, dry_run=is_dry)


def test_focal_point_that_is_none_fails_its_row_and_not_the_picture(tmp_path) -> None:
    with pytest.raises(CommandError, match="1 rows failed"):
        run(write_document(tmp_path / "set.json", holding(image_bytes(), focus_x="left")))
    assert Picture.objects.get().focus_x == 50


@pytest.mark.parametrize(
    ("file_format", "name"), [("json", "t.json"), ("csv", "t.zip"), ("xlsx", "t.zip"), ("md", "t.zip")]
)
def test_picture_that_is_here_under_another_id_is_shown(tmp_path, file_format: str, name: str) -> None:
    picture = make_picture()
    make_article(body=f"![x](picture:{picture.pk})", cover=picture)
    export_items(tmp_path / name, file_format)
    empty()
    other = add_picture(image_bytes(), alt="Ours", by=None)
    assert other.pk != picture.pk
    run(tmp_path / name)
    article = Article.objects.get()
    assert (article.body, article.cover) == (f"![x](picture:{other.pk})", other)


def test_table_taken_out_of_its_archive_is_read_where_the_pictures_are(tmp_path) -> None:
    article = make_article(cover=make_picture(), summary="Old.")
    export_items(tmp_path / "t.zip", "csv", types=["articles"])
    with zipfile.ZipFile(tmp_path / "t.zip") as archive:
        table = archive.read("articles.csv").replace(b"Old.", b"New.")
    (tmp_path / "articles.csv").write_bytes(table)
    run(tmp_path / "articles.csv")
    changed = Article.objects.get()
    assert (changed.summary, changed.cover_id) == ("New.", article.cover_id)
