"""The command that imports a catalogue: what it prints, what it writes, what it refuses; rows that are meant badly."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Category, Change, ImportBatch, ImportRow, Skill, Tool
from tests.articles.transfer.imports.samples import (
    AWESOME,
    as_told,
    bring_in,
    last_change,
    outcomes,
    row_counts,
    sums,
    tool,
    warnings,
    write_json,
    write_table,
    write_workbook,
)
from tests.articles.transfer.imports.tool_tables import MAP, take_in, tools_file
from tests.factories import change, count, make_tool

pytestmark = pytest.mark.django_db


def run_command(path: Path, *words: str) -> None:
    maps = [word for name, column in MAP.items() for word in ("--map", f"{name}={column}")]
    call_command("import_catalogue", str(path), "--type", "tools", *maps, *words)


def mixed_file(folder: Path) -> Path:
    """After the first import of `folder`: a row of each outcome."""
    make_tool(name="Adopted", summary="Our own words.")
    tools_file(folder, {"id": "1", "name": "Stays"}, {"id": "2", "name": "Moves", "what": "Old."})
    take_in(folder / "mine.csv")
    return tools_file(
        folder,
        {"id": "1", "name": "Stays"},
        {"id": "2", "name": "Moves", "what": "New."},
        {"id": "3", "name": "Comes", "kinds": "First|Second", "names": "Newcomer"},
        {"id": "3", "name": "Comes", "kinds": "Third"},
        {"id": "4", "name": ""},
        {"id": "5", "name": "Adopted", "what": "Their words."},
    )


def test_dry_run_prints_each_row_and_writes_nothing(tmp_path, capsys) -> None:
    path = mixed_file(tmp_path)
    before = row_counts()
    with pytest.raises(CommandError, match=r"^1 rows failed\.$"):
        run_command(path, "--dry-run")
    assert row_counts() == before
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "tools: 4 of 4",
        "same mine.csv:2 Stays: public",
        "changed mine.csv:3 Moves: public",
        "    summary: Old. → New.",
        "created mine.csv:4 Comes: public",
        "skipped mine.csv:5 Comes (joined with an earlier row of the same item)",
        "failed mine.csv:6  (the row has no name)",
        "changed mine.csv:7 Adopted: public",
        "    external_ids: (nothing) → import:mine 5",
        "warning: mine.csv:7: joined with “Adopted”, which keeps its own: summary",
        "skipped: 1: joined with an earlier row of the same item",
        "mine.csv: 6 read = 1 created + 2 changed + 1 same + 1 skipped + 1 failed; 1 warning, 3 categories",
        "This was a dry run: nothing was written.",
    ]
    assert err == "failed: mine.csv:6: the row has no name\n"


def test_dry_run_and_the_run_after_it_tell_the_same_of_each_row(tmp_path) -> None:
    path = mixed_file(tmp_path)
    dry, real = take_in(path, is_dry=True), take_in(path)
    assert as_told(dry) == as_told(real)
    assert dry.report.sums() == real.report.sums()


def test_dry_run_takes_the_change_back_to_a_value_too(tmp_path) -> None:
    take_in(tools_file(tmp_path, {"id": "1", "name": "One", "what": "Old.", "home": "https://old.example"}))
    before = row_counts()
    run = take_in(tools_file(tmp_path, {"id": "1", "name": "Two", "what": ""}), is_dry=True)
    [entry] = run.report.entries
    assert [(one.name, one.before, one.after) for one in entry.changes] == [
        ("name", "One", "Two"),
        ("summary", "Old.", ""),
        ("homepage", "https://old.example", ""),
    ]
    assert row_counts() == before


def test_run_ends_with_the_sum_and_the_way_back(tmp_path, capsys) -> None:
    run_command(tools_file(tmp_path, {"id": "1", "name": "One", "kinds": "First"}))
    batch = ImportBatch.objects.get()
    assert capsys.readouterr().out.splitlines() == [
        "tools: 1 of 1",
        "mine.csv: 1 read = 1 created + 0 changed + 0 same + 0 skipped + 0 failed; 0 warnings, 1 categories",
        f"Import {batch.pk}; `manage.py undo_import {batch.pk}` takes it back.",
    ]
    assert (batch.kind, batch.name, batch.state) == ("catalogue", "mine.csv", "finished")
    assert batch.finished_at is not None


def test_finished_batch_says_how_far_it_came(tmp_path) -> None:
    take_in(tools_file(tmp_path, {"id": "1", "name": "One"}))
    batch = ImportBatch.objects.get()
    assert (batch.done, batch.total) == (1, 1)


def test_run_with_failed_rows_names_file_line_and_reason_and_keeps_the_rest(tmp_path, capsys) -> None:
    path = tools_file(tmp_path, {"id": "1", "name": "x" * 300}, {"id": "2", "name": "Good"})
    with pytest.raises(CommandError, match=r"^1 rows failed\.$"):
        run_command(path)
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("failed: mine.csv:2: name: ") and "200" in line
    assert list(Tool.objects.values_list("name", flat=True)) == ["Good"]


def test_report_is_kept_with_reasons_warnings_and_changes_but_without_what_stayed(tmp_path) -> None:
    path = mixed_file(tmp_path)
    take_in(path)
    batch = ImportBatch.objects.first()
    assert batch is not None
    rows = ImportRow.objects.filter(batch=batch).values_list("line", "name", "outcome", "text")
    assert list(rows) == [
        (3, "Moves", "changed", ""),
        (4, "Comes", "created", ""),
        (5, "Comes", "skipped", "joined with an earlier row of the same item"),
        (6, "", "failed", "the row has no name"),
        (7, "Adopted", "changed", ""),
    ]
    moved = ImportRow.objects.get(batch=batch, line=3)
    assert moved.changes == [{"name": "summary", "before": "Old.", "after": "New."}]
    assert (moved.item_type, moved.item_id) == ("tool", tool("Moves").pk)
    assert ImportRow.objects.get(batch=batch, line=7).warnings == [
        "joined with “Adopted”, which keeps its own: summary"
    ]
    assert batch.counts == {
        "read": 6, "created": 1, "changed": 2, "same": 1, "skipped": 1, "failed": 1, "warnings": 1,
        "made": {"categories": 3},
    }  # fmt: skip


def test_notes_of_a_whole_table_are_kept_too(tmp_path) -> None:
    path = write_table(tmp_path / "t.csv", ("name", "colour"), {"name": "One", "colour": "red"})
    bring_in(path, item_type="tool")
    assert list(ImportRow.objects.filter(outcome="noted").values_list("text", flat=True)) == [
        "t.csv: columns that were not read: colour"
    ]


def test_second_run_writes_nothing_at_all(tmp_path, capsys) -> None:
    path = tools_file(
        tmp_path,
        {"id": "1", "name": "One", "what": "Words.", "home": "one.example", "kinds": "B|A", "names": "Uno|Eins"},
        {"id": "2", "name": "Two", "kinds": "A", "names": "Zwei|Uno"},
    )
    run_command(path)
    before = row_counts()
    capsys.readouterr()
    run_command(path)
    assert row_counts() == before
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "mine.csv: 2 read = 0 created + 0 changed + 2 same + 0 skipped + 0 failed; 1 warning",
        "Nothing was different, so nothing was written.",
    ]


def test_change_carries_the_batch_the_reason_and_the_note(tmp_path) -> None:
    take_in(tools_file(tmp_path, {"id": "1", "name": "One", "kinds": "First"}))
    assert set(Change.objects.values_list("item_type", "kind")) == {("category", "created"), ("tool", "created")}
    [occasion] = set(Change.objects.values_list("reason", "note", "batch", "by__username"))
    assert occasion[:3] == ("import", "import", ImportBatch.objects.get().pk) and not occasion[3]


@pytest.mark.parametrize("status", ["draft", "published"])
def test_new_items_get_the_status_that_the_option_says(status, tmp_path) -> None:
    take_in(tools_file(tmp_path, {"id": "1", "name": "One"}), status=status)
    assert tool("One").status == status


def test_new_items_are_published_where_nothing_is_said(tmp_path) -> None:
    take_in(tools_file(tmp_path, {"id": "1", "name": "One"}))
    assert tool("One").status == "published"


@pytest.mark.parametrize("stored", ["draft", "published", "trashed"])
@pytest.mark.parametrize("status", ["", "draft", "published"])
def test_status_of_a_known_item_never_changes(stored, status, tmp_path) -> None:
    take_in(tools_file(tmp_path, {"id": "1", "name": "One"}))
    change(tool("One"), status=stored)
    run = take_in(tools_file(tmp_path, {"id": "1", "name": "One", "what": "New words."}), status=status)
    assert (tool("One").status, tool("One").summary) == (stored, "New words.")
    assert warnings(run) == (["is in the trash and stays there"] if stored == "trashed" else [])


def test_what_publishing_refuses_comes_in_as_a_draft_and_is_counted(tmp_path) -> None:
    path = write_table(tmp_path / "t.csv", ("title", "summary", "body"), {"title": "Bare"}, {
        "title": "Whole", "summary": "In short.", "body": "At length.",
    })  # fmt: skip
    dry, real = (bring_in(path, is_dry=is_dry, item_type="article") for is_dry in (True, False))
    assert dict(Article.objects.values_list("title", "status")) == {"Bare": "draft", "Whole": "published"}
    assert as_told(dry) == as_told(real)
    assert warnings(real) == ["a draft, since publishing needs: summary, body"]
    assert real.report.made["drafts for want of content"] == 1


def test_rows_that_cannot_be_read_count_as_failed_with_their_line(tmp_path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text('id,name\n1,Good\n2,Bad,too,many\n3,Fine\n4,"open\n')
    run = bring_in(path, item_type="tool", mapping={"code": "id", "name": "name"})
    assert sums(run) == (4, 2, 0, 0, 0, 2)
    assert sorted(entry.line for entry in run.report.entries if entry.outcome == "failed") == [3, 5]
    assert set(Tool.objects.values_list("name", flat=True)) == {"Good", "Fine"}


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz", "t.xlsx", "t.json", "t.yaml", "t.tsv"])
def test_every_format_gives_the_same_tools(name, tmp_path) -> None:
    rows = [{"name": "One", "summary": "First.\nSecond."}, {"name": "Two", "summary": ""}]
    path = tmp_path / name
    if path.suffix == ".xlsx":
        write_workbook(path, ("name", "summary"), *rows)
    elif path.suffix == ".json":
        write_json(path, *rows)
    elif path.suffix == ".yaml":
        path.write_text('- name: One\n  summary: "First.\\nSecond."\n- name: Two\n')
    elif path.suffix == ".tsv":
        path.write_text('name\tsummary\nOne\t"First.\nSecond."\nTwo\t\n')
    else:
        write_table(path, ("name", "summary"), *rows)
    bring_in(path, item_type="tool")
    assert set(Tool.objects.values_list("name", "summary")) == {("One", "First. Second."), ("Two", "")}


def test_table_that_no_profile_knows_is_refused_with_what_would_be_known(tmp_path) -> None:
    path = write_table(tmp_path / "t.csv", ("colour", "size"), {"colour": "red"})
    with pytest.raises(CommandError) as caught:
        call_command("import_catalogue", str(path), profile="awesome-production-ml")
    assert str(caught.value) == (
        "t.csv: the profile awesome-production-ml reads no table with the columns colour, size."
        " It reads tables with: description, name, section, url."
    )


def test_one_unknown_table_among_known_ones_writes_nothing(tmp_path) -> None:
    good = write_table(tmp_path / "good.csv", AWESOME, {"name": "One", "section": "A", "url": "https://one.example"})
    bad = write_table(tmp_path / "bad.csv", ("colour",), {"colour": "red"})
    before = row_counts()
    with pytest.raises(CommandError, match=r"^bad\.csv: "):
        call_command("import_catalogue", str(good), str(bad), profile="awesome-production-ml")
    assert row_counts() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--map", "name=name"], "Say what the rows are: --type tools, say, or --profile"),
        (["--type", "tools", "--map", "name"], "“name”: write it as field=Column."),
        (["--type", "tools", "--map", "name="], "“name=”: write it as field=Column."),
        (["--type", "tools", "--map", "colour=name"], "There is no field “colour”. Fields are: slug, status, name, "),
        (["--type", "tools", "--map", "name=Label"], "t.csv has no column “Label”. Its columns are: title, name."),
        (["--type", "articles", "--map", "title=nope"], "t.csv has no column “nope”."),
        (["--profile", "esco-skills", "--type", "tools"], "A profile knows its types and columns; --type and --map"),
        (["--profile", "esco-skills", "--map", "name=name"], "A profile knows its types and columns; --type and --map"),
    ],
)
def test_wrong_options_are_refused_with_the_way_out(words, message, tmp_path) -> None:
    path = write_table(tmp_path / "t.csv", ("title", "name"), {"name": "One"})
    before = row_counts()
    with pytest.raises(CommandError) as caught:
        call_command("import_catalogue", str(path), *words)
    assert str(caught.value).startswith(message)
    assert row_counts() == before


def test_table_without_a_column_for_the_name_says_how_to_name_one(tmp_path) -> None:
    path = write_table(tmp_path / "t.csv", ("Label", "size"), {"Label": "One"})
    with pytest.raises(CommandError) as caught:
        call_command("import_catalogue", str(path), "--type", "tools")
    assert str(caught.value) == "Say which column holds the name, such as --map name=“Label”."


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.csv", None, "gone.csv"),
        ("t.pdf", b"%PDF-1.4", "t.pdf is of a kind that is not read here."),
        ("t.json", b"{", "t.json cannot be read: "),
        ("empty.csv", b"", "empty.csv is empty."),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_its_name(name, content, message, tmp_path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError) as caught:
        call_command("import_catalogue", str(tmp_path / name), "--type", "tools")
    assert message in str(caught.value)


def test_name_clash_is_told_apart_by_code(tmp_path) -> None:
    path = tools_file(tmp_path, {"id": "a1", "name": "Twin"}, {"id": "b2", "name": "twin"})
    run = take_in(path)
    assert set(Tool.objects.values_list("name", flat=True)) == {"Twin", "twin (b2)"}
    assert warnings(run) == ["another tool is called “twin”; this one is told apart by its code"]
    before = last_change()
    assert (outcomes(take_in(path)), last_change()) == (["same", "same"], before)


def test_row_that_vanished_leaves_its_item_alone(tmp_path) -> None:
    take_in(tools_file(tmp_path, {"id": "1", "name": "One", "what": "Words."}, {"id": "2", "name": "Two"}))
    before = last_change()
    assert sums(take_in(tools_file(tmp_path, {"id": "2", "name": "Two"}))) == (1, 0, 0, 1, 0, 0)
    assert (tool("One").summary, tool("One").status, last_change()) == ("Words.", "published", before)


def test_import_that_wrote_nothing_leaves_no_batch(tmp_path) -> None:
    take_in(tools_file(tmp_path, {"id": "1", "name": "One"}))
    take_in(tools_file(tmp_path, {"id": "1", "name": "One"}))
    assert count(ImportBatch) == 1


def test_several_files_are_one_import(tmp_path) -> None:
    first = tools_file(tmp_path, {"id": "1", "name": "One"}, name="a.csv")
    second = tools_file(tmp_path, {"id": "2", "name": "Two"}, name="b.csv")
    run = bring_in(first, second, item_type="tool", mapping=MAP, scheme="import:both")
    assert [entry.where for entry in run.report.entries] == ["a.csv:2", "b.csv:2"]
    assert (count(Tool), count(ImportBatch)) == (2, 1)


def test_more_rows_than_a_batch_holds_come_in_and_are_recorded_without_gaps(tmp_path) -> None:
    rows = [{"id": str(number), "name": f"Tool {number}", "kinds": f"Kind {number % 7}"} for number in range(600)]
    before = last_change()
    run = take_in(tools_file(tmp_path, *rows))
    assert (sums(run), count(Category)) == ((600, 600, 0, 0, 0, 0), 7)
    numbers = list(Change.objects.filter(number__gt=before).values_list("number", flat=True))
    assert numbers == list(range(before + 1, before + 608))


def test_skill_with_a_parent_in_a_later_batch_comes_in_in_one_run(tmp_path) -> None:
    rows = [{"code": f"c{number}", "name": f"Skill {number}", "broader": f"c{number + 1}"} for number in range(300)]
    run = bring_in(write_json(tmp_path / "t.json", *rows, {"code": "c300", "name": "Top"}), item_type="skill")
    assert sums(run) == (301, 301, 0, 0, 0, 0)
    assert Skill.objects.filter(broader=None).get().name == "Top"


def test_json_report_of_a_row_holds_no_more_than_it_shows(tmp_path) -> None:
    take_in(tools_file(tmp_path, {"id": "1", "name": "One", "what": "Old."}))
    take_in(tools_file(tmp_path, {"id": "1", "name": "One", "what": "words " * 80}))
    [shown] = ImportRow.objects.get(outcome="changed").changes
    assert len(shown["after"]) == 200 and shown["after"].endswith("…")
    assert json.loads(json.dumps(shown)) == shown


def test_row_that_stayed_the_same_with_a_warning_is_kept_in_the_report(tmp_path) -> None:
    take_in(tools_file(tmp_path, {"id": "1", "name": "One", "what": "Theirs."}))
    change(tool("One"), summary="Ours.")
    take_in(tools_file(tmp_path, {"id": "1", "name": "One", "what": "Theirs."}, {"id": "2", "name": "Two"}))
    rows = ImportRow.objects.filter(batch=ImportBatch.objects.latest("pk")).values_list("name", "outcome", "warnings")
    assert list(rows) == [("One", "same", ["edited here and kept: summary"]), ("Two", "created", [])]
