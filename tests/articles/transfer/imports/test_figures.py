"""Figures: numbers about occupations in industries, with the oddities of the bureau's files over rows of our own."""

from decimal import Decimal
from pathlib import Path

import pytest

from articles.editing import delete_record, save_record
from articles.models import Figure, Industry, Occupation
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import (
    FIGURES,
    NACE,
    OCCUPATION,
    SECTORS,
    Row,
    as_told,
    bring_in,
    codes_of,
    failures,
    figure,
    industry,
    last_change,
    outcomes,
    row_counts,
    sums,
    warnings,
    write_table,
    write_workbook,
)
from tests.factories import make_industry, make_occupation

pytestmark = pytest.mark.django_db

ROPES, KEEPERS = "23 Rope making", "15-0001 Keepers"


def figures_file(folder: Path, *rows: Row, name: str = "sector_occupation.csv") -> Path:
    return write_table(folder / name, FIGURES, *rows)


def take_in(*paths: Path, is_dry: bool = False) -> Run:
    return bring_in(*paths, profile="bls-figures", is_dry=is_dry)


def values() -> dict[str, Decimal | None]:
    return dict(Figure.objects.values_list("measure", "value"))


def of_measure(measure: str) -> Figure:
    return Figure.objects.get(measure=measure)


def edit(one: Figure, value: int) -> None:
    one.value = Decimal(value)
    save_record(one, by=None)


def test_row_makes_its_industry_its_occupation_and_a_figure_for_each_measure(tmp_path) -> None:
    run = take_in(figures_file(tmp_path, figure(ROPES, KEEPERS, TOT_EMP="1,200", PCT_TOTAL="1.54", A_MEDIAN="90,110")))
    assert (sums(run), warnings(run)) == ((1, 1, 0, 0, 0, 0), [])
    assert values() == {"employment": 1200, "share": Decimal("1.54"), "wage": 90110}
    one = of_measure("wage")
    assert (one.industry.name, one.occupation.name, one.year, one.source) == (
        "Rope making", "Keepers", 2024, "BLS OEWS May 2024",
    )  # fmt: skip
    assert codes_of(one.industry) == {("naics", "23")}
    assert codes_of(one.occupation) == {("soc", "15-0001")}
    assert run.report.made == {"industry items": 1, "occupation items": 1}


@pytest.mark.parametrize("cell", ["*", "**", "#", ""])
def test_what_was_not_released_is_a_figure_without_a_value(cell, tmp_path) -> None:
    run = take_in(figures_file(tmp_path, figure(ROPES, KEEPERS, TOT_EMP=cell, PCT_TOTAL=cell, A_MEDIAN=cell)))
    assert (outcomes(run), values()) == (["created"], {"employment": None, "share": None, "wage": None})


@pytest.mark.parametrize(("code", "kept"), [("31", "31-33"), ("44", "44-45"), ("48", "48-49"), ("11", "11")])
def test_codes_that_stand_for_ranges_are_kept_as_ranges(code, kept, tmp_path) -> None:
    take_in(figures_file(tmp_path, figure(f"{code} Rope making", KEEPERS)))
    assert codes_of(Industry.objects.get()) == {("naics", kept)}


def test_government_has_no_code_of_the_classification(tmp_path) -> None:
    take_in(figures_file(tmp_path, figure("99 Government", KEEPERS)))
    assert codes_of(Industry.objects.get()) == {("bls-sector", "99")}


@pytest.mark.parametrize("order", [("23 Rope making", "99 Government"), ("99 Government", "23 Rope making")])
def test_government_beside_a_sector_has_no_code_of_the_classification(order, tmp_path) -> None:
    take_in(figures_file(tmp_path, *[figure(sector, KEEPERS) for sector in order]))
    assert codes_of(Industry.objects.get(name="Government")) == {("bls-sector", "99")}
    assert codes_of(Industry.objects.get(name="Rope making")) == {("naics", "23")}


def test_government_in_the_list_of_sectors_has_no_code_of_the_classification(tmp_path) -> None:
    rows = [{"NAICS": code, "NAICS_TITLE": title} for code, title in (("23", "Rope making"), ("99", "Government"))]
    run = take_in(write_table(tmp_path / "sectors.csv", SECTORS, *rows))
    assert sums(run) == (2, 2, 0, 0, 0, 0)
    assert codes_of(Industry.objects.get(name="Government")) == {("bls-sector", "99")}


def test_list_of_sectors_and_figures_mean_the_same_industries(tmp_path) -> None:
    rows = [{"NAICS": code, "NAICS_TITLE": title} for code, title in (("31", "Making things"), ("23", "Rope making"))]
    sectors = write_table(tmp_path / "sectors.csv", SECTORS, *rows)
    take_in(sectors)
    run = take_in(figures_file(tmp_path, figure(ROPES, KEEPERS), figure("31 Making things", KEEPERS)), sectors)
    assert Industry.objects.count() == 2
    assert (run.report.made["industry items"], run.report.made["occupation items"]) == (0, 1)
    assert [entry.outcome for entry in run.report.entries if entry.part == "sectors"] == ["same", "same"]


def test_title_of_148_characters_comes_in_whole(tmp_path) -> None:
    title = "Keepers of " + "r" * 137
    take_in(figures_file(tmp_path, figure(ROPES, f"15-0001 {title}")))
    assert Occupation.objects.get().name == title


@pytest.mark.parametrize("level", ["total", "major", "minor", "broad"])
def test_row_that_repeats_an_occupation_at_another_level_is_skipped(level, tmp_path) -> None:
    run = take_in(
        figures_file(tmp_path, figure(ROPES, "15-0000 Keepers", O_GROUP=level, TOT_EMP="9"), figure(ROPES, KEEPERS))
    )
    assert outcomes(run) == ["skipped", "created"]
    assert run.report.skip_reasons() == {"a total of several occupations": 1}
    assert of_measure("employment").value == 1200
    assert codes_of(Occupation.objects.get()) == {("soc", "15-0001")}


@pytest.mark.parametrize("second", ["1200", "1300"], ids=["same number", "another number"])
def test_row_that_stands_twice_is_told_and_harms_no_other(second, tmp_path) -> None:
    path = figures_file(
        tmp_path, figure(ROPES, KEEPERS), figure(ROPES, KEEPERS, TOT_EMP=second), figure("11 Nets", KEEPERS)
    )
    run = take_in(path)
    assert [outcomes(run)[0], outcomes(run)[2]] == ["created", "created"]
    assert outcomes(run)[1] in ("skipped", "failed", "same")
    assert Figure.objects.get(industry__name="Rope making", measure="employment").value == 1200


def test_second_run_writes_nothing(tmp_path) -> None:
    path = figures_file(
        tmp_path,
        figure(ROPES, KEEPERS),
        figure("99 Government", KEEPERS, A_MEDIAN="#"),
        name="sector_occupation.csv.gz",
    )
    take_in(path)
    before = row_counts()
    assert outcomes(take_in(path)) == ["same", "same"]
    assert row_counts() == before


def test_dry_run_over_known_industries_writes_nothing_and_tells_what_the_run_does(tmp_path) -> None:
    make_industry(name="Rope making", external_ids=[{"scheme": "naics", "code": "23"}])
    make_occupation(name="Keepers", external_ids=[{"scheme": "soc", "code": "15-0001"}])
    path = figures_file(tmp_path, figure(ROPES, KEEPERS))
    before = row_counts()
    dry = take_in(path, is_dry=True)
    assert row_counts() == before
    assert as_told(dry) == as_told(take_in(path))


def test_dry_run_over_new_industries_tells_what_the_run_does(tmp_path) -> None:
    path = figures_file(tmp_path, figure(ROPES, KEEPERS), figure("99 Government", KEEPERS))
    before = row_counts()
    dry = take_in(path, is_dry=True)
    assert row_counts() == before
    assert as_told(dry) == as_told(take_in(path))


def test_dry_run_joins_an_industry_by_the_same_name_as_the_run(tmp_path) -> None:
    make_industry(name="Rope making")
    make_occupation(name="Keepers", external_ids=[{"scheme": "soc", "code": "15-0001"}])
    path = figures_file(tmp_path, figure("23 Rope\u00a0making", KEEPERS))
    dry, real = take_in(path, is_dry=True), take_in(path)
    assert Industry.objects.count() == 1
    assert as_told(dry) == as_told(real)


def test_number_that_changed_changes_and_says_so(tmp_path) -> None:
    take_in(figures_file(tmp_path, figure(ROPES, KEEPERS)))
    path = figures_file(tmp_path, figure(ROPES, KEEPERS, TOT_EMP="1300", A_MEDIAN="**"))
    dry, run = take_in(path, is_dry=True), take_in(path)
    [entry] = run.report.entries
    assert (entry.outcome, [one.name for one in entry.changes]) == ("changed", ["employment", "wage"])
    assert (of_measure("employment").value, of_measure("wage").value) == (Decimal(1300), None)
    assert as_told(dry) == as_told(run)


def test_number_that_an_editor_changed_stays_and_is_told(tmp_path) -> None:
    take_in(figures_file(tmp_path, figure(ROPES, KEEPERS)))
    edit(of_measure("employment"), 7)
    before = last_change()
    for number in ("1200", "1300"):
        run = take_in(figures_file(tmp_path, figure(ROPES, KEEPERS, TOT_EMP=number)))
        assert (outcomes(run), warnings(run)) == (["same"], ["employment was edited here and stays"])
    assert (of_measure("employment").value, last_change()) == (Decimal(7), before)


def test_figure_that_an_editor_deleted_stays_away_and_is_told(tmp_path) -> None:
    path = figures_file(tmp_path, figure(ROPES, KEEPERS))
    take_in(path)
    delete_record(of_measure("wage"), by=None)
    run = take_in(path)
    assert set(values()) == {"employment", "share"}
    assert warnings(run)


def test_figure_that_an_editor_made_stays(tmp_path) -> None:
    place = make_industry(name="Rope making", external_ids=[{"scheme": "naics", "code": "23"}])
    job = make_occupation(name="Keepers", external_ids=[{"scheme": "soc", "code": "15-0001"}])
    ours = Figure(industry=place, occupation=job, measure="wage", value=5, year=2024, source="BLS OEWS May 2024")
    save_record(ours, by=None)
    run = take_in(figures_file(tmp_path, figure(ROPES, KEEPERS)))
    assert (of_measure("wage").value, warnings(run)) == (Decimal(5), ["wage was edited here and stays"])


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("many", "employment: “many” is no number"),
        ("1.2.3", "employment: “1.2.3” is no number"),
        ("-5", "employment: "),
        ("NaN", "employment: "),
        ("1e999", "employment: "),
        ("12.34567", "employment: "),
    ],
)
def test_number_that_is_none_fails_its_row_and_no_other(cell, reason, tmp_path) -> None:
    path = figures_file(tmp_path, figure(ROPES, KEEPERS, TOT_EMP=cell), figure("11 Nets", KEEPERS))
    run = take_in(path)
    assert outcomes(run) == ["failed", "created"]
    assert failures(run)[0]
    if reason.endswith("number"):
        assert failures(run) == [reason]


def test_occupation_of_onet_is_found_by_the_code_without_its_suffix(tmp_path) -> None:
    row = {"O*NET-SOC Code": "15-0001.00", "Title": "Wardens"}
    bring_in(write_table(tmp_path / "o.csv", OCCUPATION, row), profile="onet-occupations")
    take_in(figures_file(tmp_path, figure(ROPES, KEEPERS)))
    assert [one.name for one in Occupation.objects.all()] == ["Wardens"]
    assert of_measure("wage").occupation == Occupation.objects.get()


def test_industry_of_another_classification_is_found_by_its_name(tmp_path) -> None:
    nace = write_table(tmp_path / "nace.csv", NACE, industry("F", "ROPE MAKING"))
    bring_in(nace, profile="nace-industries")
    take_in(figures_file(tmp_path, figure(ROPES, KEEPERS)))
    assert Industry.objects.count() == 1


def test_industry_that_cannot_be_made_fails_its_rows_with_the_reason(tmp_path) -> None:
    path = figures_file(tmp_path, figure(f"23 {'x' * 300}", KEEPERS), figure("11 Nets", KEEPERS))
    run = take_in(path)
    assert outcomes(run) == ["failed", "created"]
    assert failures(run) == ["its industry or its occupation could not be made"]
    assert len(run.report.notes) == 1 and "200" in run.report.notes[0]


def test_joined_industry_is_told(tmp_path) -> None:
    make_occupation(name="Keepers")
    make_occupation(name="Other", aliases=[{"name": "Wardens"}])
    path = figures_file(tmp_path, figure(ROPES, "15-0001 Twins"), figure(ROPES, "15-0002 twins"))
    run = take_in(path)
    assert set(Occupation.objects.values_list("name", flat=True)) >= {"Twins", "twins (15-0002)"}
    assert any("told apart by its code" in text for text in (*run.report.notes, *warnings(run)))


def test_workbook_with_numbers_gives_the_same_figures(tmp_path) -> None:
    take_in(figures_file(tmp_path, figure(ROPES, KEEPERS)))
    before = row_counts()
    row = {**figure(ROPES, KEEPERS), "NAICS": 23, "TOT_EMP": 1200, "PCT_TOTAL": 1.5, "A_MEDIAN": 90000}
    assert outcomes(take_in(write_workbook(tmp_path / "f.xlsx", FIGURES, row))) == ["same"]
    assert row_counts() == before


def test_many_rows_come_in_over_several_batches(tmp_path) -> None:
    rows = [figure(ROPES, f"15-{number:04d} Job {number}") for number in range(300)]
    assert sums(take_in(figures_file(tmp_path, *rows))) == (300, 300, 0, 0, 0, 0)
    assert Figure.objects.count() == 900
