"""Rows and cells of tables that are odd, and what becomes of them and of their neighbours."""

import pytest

from articles.models import Tool
from tests.articles.transfer.imports.samples import (
    TECHNOLOGY,
    bring_in,
    failures,
    last_change,
    outcomes,
    row_counts,
    sums,
    tool,
    use,
    warnings,
    write_json,
    write_table,
)
from tests.articles.transfer.imports.tool_tables import take_in, tools_file

pytestmark = pytest.mark.django_db


HOSTILE = {
    "formula": {"name": "=HYPERLINK(1)", "what": "+1+2"},
    "html": {"name": "<b>Bold</b>", "what": "<script>alert(1)</script>"},
    "rtl": {"name": "Ordinary\u202eexe.txt", "what": "\u202ebackwards"},
    "nul": {"name": "With\0nul", "what": "a\0b"},
    "separator": {"name": "One\u2028Two", "what": "a\x85b"},
    "long list": {"name": "Long", "kinds": "|".join(f"Kind {number}" for number in range(300))},
    "slashes": {"name": "../../etc/passwd", "kinds": "../up|a/b"},
}


@pytest.mark.parametrize("row", HOSTILE.values(), ids=HOSTILE)
def test_odd_cells_come_in_as_text_and_harm_no_neighbour(row, tmp_path) -> None:
    path = write_json(
        tmp_path / "t.json", {"name": "Before"}, {**row, "summary": row.get("what", "")}, {"name": "After"}
    )
    mapping = {"name": "name", "summary": "summary"} | ({"categories": "kinds"} if "kinds" in row else {})
    run = bring_in(path, item_type="tool", mapping=mapping)
    assert outcomes(run) == ["created"] * 3
    before = row_counts()
    assert outcomes(bring_in(path, item_type="tool", mapping=mapping)) == ["same"] * 3
    assert row_counts() == before


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("javascript:alert(1)", False),
        ("javascript:alert.call(1)", False),
        ("data:text/html,x.y", False),
        ("file:///etc/passwd.txt", False),
        ("http://[::1", False),
        ("https://one.example/" + "x" * 500, False),
        ("one.example/tool", True),
        ("http://one.example", True),
    ],
)
def test_address_that_is_none_is_left_out_with_a_warning(address, is_kept, tmp_path) -> None:
    run = take_in(tools_file(tmp_path, {"id": "1", "name": "One", "home": address}))
    assert outcomes(run) == ["created"]
    kept = address if "://" in address else f"https://{address}"
    assert tool("One").homepage == (kept if is_kept else "")
    assert [text.split(":")[0] for text in warnings(run)] == ([] if is_kept else ["homepage was left out"])


def test_lone_surrogate_in_a_name_harms_no_neighbour(tmp_path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"name": "Before"}, {"name": "Half \\ud800 sign"}, {"name": "After"}]')
    run = bring_in(path, item_type="tool")
    assert [outcomes(run)[0], outcomes(run)[2]] == ["created", "created"]
    assert set(Tool.objects.values_list("name", flat=True)) >= {"Before", "After"}


def test_lone_surrogate_in_a_summary_harms_no_neighbour(tmp_path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"name": "Before"}, {"name": "Half", "summary": "\\udfff"}, {"name": "After"}]')
    assert outcomes(bring_in(path, item_type="tool")) == ["created"] * 3


@pytest.mark.parametrize("name", [" ", "\u200b", "\t\n", "\u2060\u200e"], ids=["space", "zero", "lines", "marks"])
def test_row_whose_name_cannot_be_seen_fails_alone(name, tmp_path) -> None:
    run = take_in(tools_file(tmp_path, {"id": "1", "name": name}, {"id": "2", "name": "Good"}))
    assert sums(run) == (2, 1, 0, 0, 0, 1)
    assert failures(run)[0]


@pytest.mark.parametrize("code", ["two  spaces", "no\u00a0break", "line\nbreak", "cafe\u0301"])
def test_code_in_another_form_than_it_is_stored_in_means_the_same_item(code, tmp_path) -> None:
    path = tools_file(tmp_path, {"id": code, "name": "One"})
    take_in(path)
    before = last_change()
    assert (sums(take_in(path)), last_change()) == ((1, 0, 0, 1, 0, 0), before)


@pytest.mark.parametrize("name", ["my  tools.csv", "U\u0308bersicht.csv"], ids=["two spaces", "decomposed"])
def test_set_name_in_another_form_than_it_is_stored_in_means_the_same_set(name, tmp_path) -> None:
    take_in(tools_file(tmp_path, {"id": "1", "name": "One"}, name=name))
    assert outcomes(take_in(tools_file(tmp_path, {"id": "1", "name": "Renamed"}, name=name))) == ["changed"]
    assert [one.name for one in Tool.objects.all()] == ["Renamed"]


def test_name_that_holds_two_spaces_means_the_same_item_the_second_time(tmp_path) -> None:
    path = write_table(tmp_path / "t.csv", TECHNOLOGY, use("Acme  Ledger", 100))
    bring_in(path, profile="onet-technologies")
    before = last_change()
    run = bring_in(path, profile="onet-technologies")
    assert ([entry.outcome for entry in run.report.entries if entry.part == "tools"], last_change()) == (
        ["same"],
        before,
    )


def test_rows_of_one_code_with_two_names_are_told(tmp_path) -> None:
    run = take_in(tools_file(tmp_path, {"id": "1", "name": "One"}, {"id": "1", "name": "Another"}))
    assert outcomes(run) == ["created", "skipped"]
    assert any("Another" in warning for warning in warnings(run))


def test_unknown_status_in_a_cell_is_told(tmp_path) -> None:
    path = write_table(tmp_path / "t.csv", ("name", "status"), {"name": "One", "status": "hidden"})
    assert warnings(bring_in(path, item_type="tool"))
