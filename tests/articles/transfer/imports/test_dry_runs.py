"""A dry run tells what the run does, row by row and in the sums: over an empty portal, and over what a run has left."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from articles.transfer.imports.articles.importing import ArticleOptions, import_articles
from articles.transfer.imports.files import FileSet
from articles.transfer.imports.planned import Plan
from articles.transfer.imports.profiles import PROFILES
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import (
    AI_NATIVE,
    ALTERNATE,
    AWESOME,
    COMMODITY,
    ESCO_OCCUPATION,
    ESCO_USE,
    FIGURES,
    LFAI,
    NACE,
    OCCUPATION,
    RELATION,
    REPORTED,
    SECTORS,
    SKILL,
    TECHNOLOGY,
    Row,
    as_told,
    bring_in,
    commodity,
    figure,
    industry,
    relation,
    row_counts,
    skill,
    skill_uri,
    use,
    write_table,
)
from tests.factories import image_bytes, make_industry, make_occupation, make_skill, make_tool

pytestmark = pytest.mark.django_db

KEEPER, GUARD = (
    {"O*NET-SOC Code": "15-0001.00", "Title": "Keepers"},
    {"O*NET-SOC Code": "15-0002.00", "Title": "Guards"},
)
KEEPING: Row = {"conceptUri": "k", "code": "1.1", "iscoGroup": "1", "preferredLabel": "keeper", "altLabels": "warden"}
GUARDING: Row = {"conceptUri": "g", "code": "1.2", "iscoGroup": "1", "preferredLabel": "guard", "altLabels": "warden"}

# By profile, its files: columns and rows. Rows repeat, and files say again what others said.
SAMPLES: dict[str, list[tuple[tuple[str, ...], list[Row]]]] = {
    "onet-technologies": [
        (TECHNOLOGY, [use("A", 1), use("B", 1), use("A", 2), use("A", 1), use("A", 1, code="15-0009.00")]),
        (COMMODITY, [commodity("1", "10", "100", "1000"), commodity("2", "10", "100", "1000"), commodity("3", "10", "100", "1000")]),
    ],
    "onet-occupations": [
        (OCCUPATION, [{**KEEPER, "Description": "They keep."}, {**GUARD, "Description": "They guard."}]),
        (ALTERNATE, [{**KEEPER, "Alternate Title": name} for name in ("Warden", "Warden", "guards", "Porter")]),
        (REPORTED, [{**one, "Reported Job Title": name} for one in (KEEPER, GUARD) for name in ("Warden", "Sentry")]),
        (TECHNOLOGY, [use("Known", 1), use("Known", 1), use("Unknown", 1)]),
    ],
    "esco-skills": [
        (SKILL, [skill(1, "rope", altLabels="cord"), skill(2, "knot", altLabels="cord"), skill(3, "net")]),
        (RELATION, [relation(1, 2), relation(2, 3), relation(2, 3), relation(3, 1), relation(1, 9), relation(1, 1)]),
    ],
    "esco-occupations": [
        (ESCO_OCCUPATION, [KEEPING, GUARDING]),
        (ESCO_USE, [{"occupationUri": one, "digitalSkillUri": skill_uri(1)} for one in ("k", "k", "g", "x")]),
    ],
    "nace-industries": [
        (NACE, [industry("A", "FARMING"), industry("01", "Crops", "A"), industry("01.1", "Crops", "01"), industry("01", "Crops", "A")]),
    ],
    "bls-figures": [
        (FIGURES, [figure("23 Rope", "15-0001 Keepers"), figure("99 Government", "15-0001 Keepers")]),
        (FIGURES, [figure("23 Rope", "15-0001 Keepers"), figure("23 Rope", "15-0002 Guards", TOT_EMP="x")]),
        (SECTORS, [{"NAICS": "23", "NAICS_TITLE": "Rope"}, {"NAICS": "99", "NAICS_TITLE": "Government"}]),
        (SECTORS, [{"NAICS": "31", "NAICS_TITLE": "Making"}, {"NAICS": "23", "NAICS_TITLE": "Rope"}]),
    ],
    "lfai-landscape": [
        (LFAI, [{"name": name, "category": "Data", "subcategory": "Store"} for name in ("A", "B", "A", "Known")]),
    ],
    "ai-native-landscape": [
        (AI_NATIVE, [{"language": language, "name": "A", "slug": "a", "tags": "x,y"} for language in ("en", "zh", "en")]),
    ],
    "awesome-production-ml": [(AWESOME, [{"name": name, "section": "Data"} for name in ("A", "B", "A")])],
}  # fmt: skip


@pytest.fixture(autouse=True)
def stored() -> None:
    """What the samples meet: an item that they join, and the other ends of links."""
    make_tool(name="Known", external_ids=[{"scheme": "unspsc-onet", "code": "Known"}])
    make_skill(name="rope walk", external_ids=[{"scheme": "esco", "code": skill_uri(1)}])
    make_occupation(name="Nine", external_ids=[{"scheme": "onet-soc", "code": "15-0009.00"}])
    make_industry(name="Making", external_ids=[{"scheme": "naics", "code": "31-33"}])


def sample(folder: Path, profile: str) -> list[Path]:
    return [
        write_table(folder / f"{number}.csv", columns, *rows)
        for number, (columns, rows) in enumerate(SAMPLES[profile], start=1)
    ]


def whole(run: Run) -> list[object]:
    """All that a run tells."""
    return [*as_told(run), *run.report.notes, *run.report.sums()]


@pytest.mark.parametrize("profile", PROFILES)
def test_dry_run_over_a_profiles_files_tells_what_the_run_does(profile, tmp_path) -> None:
    paths = sample(tmp_path, profile)
    for _time in range(2):
        before = row_counts()
        dry = bring_in(*paths, profile=profile, is_dry=True, name="set")
        assert row_counts() == before
        assert whole(dry) == whole(bring_in(*paths, profile=profile, name="set"))


@pytest.mark.parametrize("profile", PROFILES)
def test_sample_of_a_profile_brings_something_in_and_repeats_itself(profile, tmp_path) -> None:
    outcomes = [entry.outcome for entry in bring_in(*sample(tmp_path, profile), profile=profile).report.entries]
    assert "created" in outcomes and (len(outcomes) > outcomes.count("created"))


def test_dry_run_refuses_a_circle_that_earlier_parts_of_it_would_close(tmp_path) -> None:
    pairs = [relation(1, 2), relation(2, 1)]
    paths = [
        write_table(tmp_path / "s.csv", SKILL, skill(1, "rope"), skill(2, "knot")),
        write_table(tmp_path / "r.csv", RELATION, *pairs),
    ]
    dry = bring_in(*paths, profile="esco-skills", is_dry=True)
    assert [entry.outcome for entry in dry.report.entries][-2:] == ["created", "failed"]
    assert as_told(dry) == as_told(bring_in(*paths, profile="esco-skills"))


def file_set(name: str, documents: Mapping[str, str]) -> FileSet:
    """Documents, by path, that all show one picture."""
    files = FileSet(name)
    files.add("docs/x.png", image_bytes())
    for path, title in documents.items():
        files.add(path, f"# {title}\n\nText that is long enough.\n\n![p](/docs/x.png)\n".encode())
    return files


def run_sets(sets: Sequence[FileSet], *, is_dry: bool) -> list[list[object]]:
    plan, told = Plan(), []
    for files in sets:
        run = Run(files.name, is_dry=is_dry, tell=lambda _line: None, plan=plan)
        import_articles(files, ArticleOptions(publisher="House"), run)
        told.append(whole(run))
    return told


def test_dry_runs_that_follow_one_another_count_what_the_earlier_ones_would_have_made() -> None:
    documents = {"docs/a.md": "A", "ops/b.md": "B"}
    sets = [
        file_set("one", documents),
        file_set("two", {**documents, "ops/c.md": "C"}),
        file_set("one", {**documents, "docs/a.md": "New"}),
    ]
    dry = run_sets(sets, is_dry=True)
    assert dry == run_sets(sets, is_dry=False)
    assert [told[-1] for told in dry] == [
        "one: 2 read = 2 created + 0 changed + 0 same + 0 skipped + 0 failed; 0 warnings, 1 pictures, 1 sections, 1 sources",
        "two: 3 read = 3 created + 0 changed + 0 same + 0 skipped + 0 failed; 0 warnings",
        "one: 2 read = 0 created + 1 changed + 1 same + 0 skipped + 0 failed; 0 warnings",
    ]
