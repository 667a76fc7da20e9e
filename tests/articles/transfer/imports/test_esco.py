"""The oddities of ESCO's files, each over a few rows of our own."""

from pathlib import Path

import pytest

from articles.editing import save_record
from articles.models import Occupation, Skill, SkillGroup
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import (
    ESCO_OCCUPATION,
    ESCO_USE,
    RELATION,
    SKILL,
    Row,
    alias_names,
    as_told,
    bring_in,
    codes_of,
    failures,
    group_uri,
    last_change,
    outcomes,
    relation,
    row_counts,
    skill,
    skill_uri,
    sums,
    warnings,
    write_table,
)
from tests.factories import change, make_skill

pytestmark = pytest.mark.django_db

PROGRAMMING = {"broaderConceptUri": group_uri("S1.2"), "broaderConceptPT": "writing programs"}


def skills_file(folder: Path, *rows: Row) -> Path:
    return write_table(folder / "digital_skills.csv", SKILL, *rows)


def relations_file(folder: Path, *rows: Row) -> Path:
    return write_table(folder / "relations.csv", RELATION, *rows)


def named(name: str) -> Skill:
    return Skill.objects.get(name=name)


def part(run: Run, title: str) -> list[str]:
    return [entry.outcome for entry in run.report.entries if entry.part == title]


def take_in(*paths: Path, is_dry: bool = False) -> Run:
    return bring_in(*paths, profile="esco-skills", is_dry=is_dry)


def test_labels_lose_the_spaces_around_them(tmp_path) -> None:
    path = skills_file(tmp_path, skill(1, " knot tying "), skill(2, "R"), skill(3, "KT (rope craft)"))
    take_in(path)
    assert set(Skill.objects.values_list("name", flat=True)) == {"knot tying", "R", "KT (rope craft)"}
    before = row_counts()
    take_in(path)
    assert row_counts() == before


def test_alternative_label_that_is_the_label_of_another_skill_stays_there(tmp_path) -> None:
    run = take_in(
        skills_file(tmp_path, skill(1, "knot tying", altLabels="rope work | tying knots"), skill(2, "rope work"))
    )
    assert (alias_names(named("knot tying")), alias_names(named("rope work"))) == (["tying knots"], [])
    assert warnings(run) == ["the alias “rope work” stays with the item that has it"]


def test_alternative_label_that_two_skills_share_goes_to_the_first(tmp_path) -> None:
    run = take_in(skills_file(tmp_path, skill(1, "one", altLabels="shared"), skill(2, "two", altLabels="Shared")))
    assert (alias_names(named("one")), alias_names(named("two"))) == (["shared"], [])
    assert warnings(run) == ["the alias “Shared” stays with the item that has it"]


def test_skill_without_alternative_labels_has_no_alias(tmp_path) -> None:
    take_in(skills_file(tmp_path, skill(1, "one", altLabels="")))
    assert alias_names(named("one")) == []


@pytest.mark.parametrize("separator", [" | ", "\n"], ids=["bars", "lines"])
def test_both_separators_of_lists_are_read_and_a_bare_bar_is_text(separator, tmp_path) -> None:
    labels = separator.join(["first name", "second|name", "third name"])
    take_in(skills_file(tmp_path, skill(1, "one", altLabels=labels)))
    assert alias_names(named("one")) == ["first name", "second|name", "third name"]


def test_cell_of_many_labels_comes_in_whole(tmp_path) -> None:
    labels = [f"name number {number}" for number in range(90)]
    assert len(" | ".join(labels)) > 1190
    take_in(skills_file(tmp_path, skill(1, "one", altLabels=" | ".join(labels))))
    assert alias_names(named("one")) == sorted(labels)


def test_one_label_that_is_too_long_fails_only_its_row(tmp_path) -> None:
    run = take_in(skills_file(tmp_path, skill(1, "one", altLabels="x" * 201), skill(2, "two")))
    assert outcomes(run) == ["failed", "created"]
    assert failures(run)[0].startswith("aliases: ")


def test_broader_skill_is_found_in_any_order_and_a_group_becomes_the_group(tmp_path) -> None:
    both = {
        "broaderConceptUri": f"{skill_uri(2)} | {group_uri('S1.2')}",
        "broaderConceptPT": "rope work | writing programs",
    }
    take_in(skills_file(tmp_path, skill(1, "knot tying", **both), skill(2, "rope work")))
    item = named("knot tying")
    assert item.broader == named("rope work")
    assert item.group is not None and item.group.name == "Writing programs"
    assert named("rope work").group is None


def test_broader_skill_and_group_of_one_label_are_both_there(tmp_path) -> None:
    both = {"broaderConceptUri": f"{skill_uri(2)} | {group_uri('S1.2')}", "broaderConceptPT": "rope work | rope work"}
    take_in(skills_file(tmp_path, skill(1, "knot tying", **both), skill(2, "rope work")))
    item = named("knot tying")
    assert (item.broader, item.group and item.group.name) == (named("rope work"), "Rope work")


def test_first_of_several_broader_skills_is_taken_with_a_warning(tmp_path) -> None:
    above = {"broaderConceptUri": f"{skill_uri(2)} | {skill_uri(3)}", "broaderConceptPT": "two | three"}
    run = take_in(skills_file(tmp_path, skill(1, "one", **above), skill(2, "two"), skill(3, "three")))
    assert named("one").broader == named("two")
    assert warnings(run) == ["broader: the first of 2 was taken"]


def test_broader_skill_that_is_not_in_the_file_is_no_reason_to_warn(tmp_path) -> None:
    run = take_in(skills_file(tmp_path, skill(1, "one", broaderConceptUri=skill_uri(9), broaderConceptPT="nine")))
    assert (outcomes(run), warnings(run), named("one").broader) == (["created"], [], None)


def test_circle_of_broader_skills_fails_its_rows_and_no_other(tmp_path) -> None:
    run = take_in(
        skills_file(
            tmp_path,
            skill(1, "one", broaderConceptUri=skill_uri(2), broaderConceptPT="two"),
            skill(2, "two", broaderConceptUri=skill_uri(1), broaderConceptPT="one"),
            skill(3, "three"),
        )
    )
    assert named("three")
    assert outcomes(run).count("failed") >= 1
    assert any("circle" in text for text in failures(run))


def test_circle_through_the_database_fails_only_the_row_that_closes_it(tmp_path) -> None:
    take_in(skills_file(tmp_path, skill(1, "one"), skill(2, "two")))
    change(named("one"), broader=named("two"))
    run = take_in(
        skills_file(
            tmp_path,
            skill(1, "one"),
            skill(2, "two", broaderConceptUri=skill_uri(1), broaderConceptPT="one", description="New."),
            skill(3, "three", broaderConceptUri=skill_uri(2), broaderConceptPT="two"),
        )
    )
    assert sorted(outcomes(run)) == ["created", "failed", "same"]
    assert failures(run) == ["broader: This would make a circle: two → one → two."]


def test_row_below_one_that_fails_is_told_by_the_name_of_what_failed(tmp_path) -> None:
    above = {"broaderConceptUri": skill_uri(2), "broaderConceptPT": "two"}
    run = take_in(skills_file(tmp_path, skill(1, "one", **above), skill(2, "x" * 300), skill(3, "three")))
    assert named("three")
    [low] = [entry for entry in run.report.entries if entry.name == "one"]
    assert low.outcome == "created" or skill_uri(2) in low.text or "x" * 50 in low.text


def test_dry_run_and_run_agree_on_circles_and_on_rows_below_failed_ones(tmp_path) -> None:
    path = skills_file(
        tmp_path,
        skill(1, "one", broaderConceptUri=skill_uri(2), broaderConceptPT="two"),
        skill(2, "two", broaderConceptUri=skill_uri(1), broaderConceptPT="one"),
        skill(3, "three", broaderConceptUri=skill_uri(4), broaderConceptPT="four"),
        skill(4, "y" * 300),
    )
    dry = take_in(path, is_dry=True)
    assert as_told(dry) == as_told(take_in(path))


def test_skill_that_is_not_released_is_skipped_with_its_status(tmp_path) -> None:
    run = take_in(skills_file(tmp_path, skill(1, "one", status="obsolete"), skill(2, "two")))
    assert [(entry.outcome, entry.text) for entry in run.report.entries] == [
        ("skipped", "its status is obsolete"),
        ("created", ""),
    ]


def test_skill_of_the_same_name_is_joined(tmp_path) -> None:
    ours = make_skill(name="Knot tying", summary="Ours.")
    run = take_in(skills_file(tmp_path, skill(1, "knot tying", altLabels="tying knots")))
    assert (outcomes(run), alias_names(ours)) == (["changed"], ["tying knots"])
    assert codes_of(ours) == {("esco", skill_uri(1))}
    assert warnings(run) == ["joined with “Knot tying”, which keeps its own: summary"]


def test_essential_relation_is_a_prerequisite_and_an_optional_one_is_skipped(tmp_path) -> None:
    run = take_in(
        skills_file(tmp_path, skill(1, "one"), skill(2, "two"), skill(3, "three")),
        relations_file(tmp_path, relation(1, 2), relation(1, 3, "optional"), relation(1, 9)),
    )
    assert part(run, "prerequisites") == ["created", "skipped", "skipped"]
    assert list(named("one").prerequisites.all()) == [named("two")]
    assert list(run.report.skip_reasons()) == [
        "an optional relation; a prerequisite is what is essential",
        "no skill of that code is here",
    ]


def test_relation_from_a_skill_to_itself_is_skipped(tmp_path) -> None:
    run = take_in(skills_file(tmp_path, skill(1, "one")), relations_file(tmp_path, relation(1, 1)))
    assert (part(run, "prerequisites"), failures(run)) == (["skipped"], [])
    assert run.report.skip_reasons() == {"a link from an item to itself": 1}


def test_relation_that_closes_a_circle_fails_alone(tmp_path) -> None:
    take_in(skills_file(tmp_path, *[skill(number, f"skill {number}") for number in range(1, 5)]))
    path = relations_file(tmp_path, relation(1, 2), relation(2, 3), relation(3, 1), relation(3, 4))
    run = take_in(path)
    assert outcomes(run) == ["created", "created", "failed", "created"]
    assert failures(run) == ["the link would close a circle"]
    assert list(named("skill 3").prerequisites.all()) == [named("skill 4")]
    before = last_change()
    assert (outcomes(take_in(path)), last_change()) == (["same", "same", "failed", "same"], before)


def test_relation_that_closes_a_circle_through_the_database_fails_alone(tmp_path) -> None:
    take_in(skills_file(tmp_path, skill(1, "one"), skill(2, "two"), skill(3, "three")))
    change(named("two"), prerequisites=[named("one")])
    run = take_in(relations_file(tmp_path, relation(1, 3), relation(1, 2)))
    assert outcomes(run) == ["created", "failed"]
    assert list(named("one").prerequisites.all()) == [named("three")]


def test_dry_run_over_skills_and_relations_tells_what_the_run_does(tmp_path) -> None:
    paths = (
        skills_file(tmp_path, skill(1, "one"), skill(2, "two")),
        relations_file(tmp_path, relation(1, 2), relation(2, 1)),
    )
    dry = take_in(*paths, is_dry=True)
    assert as_told(dry) == as_told(take_in(*paths))


def test_group_that_an_editor_renamed_keeps_its_name(tmp_path) -> None:
    path = skills_file(tmp_path, skill(1, "one", **PROGRAMMING))
    take_in(path)
    group = SkillGroup.objects.get()
    group.name = "Our programs"
    save_record(group, by=None)
    before = row_counts()
    take_in(path)
    assert SkillGroup.objects.get(pk=group.pk).name == "Our programs"
    assert row_counts() == before


def test_group_of_the_same_name_is_taken_with_its_address(tmp_path) -> None:
    ours = save_record(SkillGroup(name="WRITING PROGRAMS", slug="ours"), by=None)
    take_in(skills_file(tmp_path, skill(1, "one", **PROGRAMMING)))
    assert named("one").group == ours
    assert SkillGroup.objects.count() == 1


def test_group_whose_address_is_taken_gets_another(tmp_path) -> None:
    save_record(SkillGroup(name="Other", slug="writing-programs"), by=None)
    take_in(skills_file(tmp_path, skill(1, "one", **PROGRAMMING)))
    group = named("one").group
    assert group is not None and group.slug.startswith("writing-programs-")


def esco_occupation(number: int, label: str, **cells: str) -> Row:
    uri = f"http://data.europa.eu/esco/occupation/{number}"
    return {"conceptUri": uri, "code": f"2511.{number}", "iscoGroup": "2511", "preferredLabel": label, **cells}


def esco_use(number: int, skill_number: int | None, label: str = "") -> Row:
    return {
        "occupationUri": f"http://data.europa.eu/esco/occupation/{number}",
        "relationType": "optional",
        "skillLabel": label,
        "digitalSkillUri": "" if skill_number is None else skill_uri(skill_number),
    }


def test_occupation_with_labels_on_lines_and_spaces_around_its_name_comes_in(tmp_path) -> None:
    path = write_table(
        tmp_path / "occupations.csv.gz", ESCO_OCCUPATION,
        esco_occupation(1, " rope keeper ", altLabels="keeper of ropes\nrope warden", description="Keeps.\n\nMends."),
        esco_occupation(2, "rope maker", altLabels="rope warden"),
    )  # fmt: skip
    run = bring_in(path, profile="esco-occupations")
    item = Occupation.objects.get(name="rope keeper")
    assert alias_names(item) == ["keeper of ropes", "rope warden"]
    assert codes_of(item) == {("esco", "http://data.europa.eu/esco/occupation/1"), ("esco-code", "2511.1")}
    assert warnings(run) == ["the alias “rope warden” stays with the item that has it"]
    before = row_counts()
    bring_in(path, profile="esco-occupations")
    assert row_counts() == before


def test_occupation_without_a_code_comes_in(tmp_path) -> None:
    path = write_table(tmp_path / "o.csv", ESCO_OCCUPATION, {**esco_occupation(1, "rope keeper"), "code": ""})
    assert outcomes(bring_in(path, profile="esco-occupations")) == ["created"]


def test_link_without_a_digital_skill_is_skipped(tmp_path) -> None:
    take_in(skills_file(tmp_path, skill(1, "one")))
    occupations = write_table(tmp_path / "o.csv", ESCO_OCCUPATION, esco_occupation(1, "rope keeper"))
    uses = write_table(tmp_path / "u.csv.gz", ESCO_USE, esco_use(1, 1), esco_use(1, None, "carry"), esco_use(2, 1))
    run = bring_in(occupations, uses, profile="esco-occupations")
    assert part(run, "links from occupations to skills") == ["created", "skipped", "skipped"]
    assert list(Occupation.objects.get().skills.all()) == [named("one")]
    assert list(run.report.skip_reasons()) == [
        "the skill is not among the digital skills",
        "no occupation with the code http://data.europa.eu/esco/occupation/2 is here",
    ]
    assert sums(run) == (4, 2, 0, 0, 2, 0)
