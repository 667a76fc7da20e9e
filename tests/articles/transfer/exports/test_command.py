"""`manage.py export`: what it prints, what it refuses, what it leaves behind."""

import io
import json
from typing import IO, Any

import pytest
from django.core.management import CommandError, call_command

from articles.transfer.exports import ExportError, export_items, write_file
from tests.factories import make_tool

pytestmark = pytest.mark.django_db


def run(*arguments: Any) -> str:
    out = io.StringIO()
    call_command("export", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_command_prints_counts(tmp_path) -> None:
    make_tool()
    printed = run(tmp_path / "t.csv", "--format", "csv", "--type", "tools", "--status", "published")
    assert printed == f"tools: 1\n1 rows written to {tmp_path / 't.csv'}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_file_that_is_there_is_replaced_only_by_force(tmp_path) -> None:
    (tmp_path / "t.json").write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        run(tmp_path / "t.json", "--format", "json")
    assert (tmp_path / "t.json").read_text() == "mine"
    run(tmp_path / "t.json", "--format", "json", "--force")
    assert json.loads((tmp_path / "t.json").read_bytes())["format"] == 1


@pytest.mark.parametrize(
    ("name", "file_format", "reason"),
    [
        ("t.csv", "csv", "A .csv file holds one type; choose one, or name a .zip file."),
        ("t.csv", "json", "The name of this export has to end in .json."),
        ("t", "csv", "The name of this export has to end in .csv or .zip."),
        ("no/t.json", "json", "cannot be written: No such file or directory."),
    ],
)
def test_export_that_is_refused(tmp_path, name: str, file_format: str, reason: str) -> None:
    with pytest.raises(ExportError) as caught:
        export_items(tmp_path / name, file_format)
    assert str(caught.value).endswith(reason)
    assert list(tmp_path.iterdir()) == []


def test_export_that_breaks_off_leaves_no_file(tmp_path) -> None:
    def write(target: IO[bytes]) -> dict[str, int]:
        target.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(ExportError, match="No space left on device"):
        write_file(tmp_path / "t.json", write)
    assert list(tmp_path.iterdir()) == []
