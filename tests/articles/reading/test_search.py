"""What a search by names finds, and in which order."""

import pytest

from articles.models import ITEM_MODELS
from articles.reading.search import MAX_QUERY_LENGTH, search_items
from tests.factories import make, make_article, make_path, make_skill, make_tool

pytestmark = pytest.mark.django_db


def names(text: str) -> list[str]:
    return [hit.name for group in search_items(text) for hit in group.hits]


@pytest.mark.parametrize("item_type", ITEM_MODELS)
def test_items_of_each_type_are_found_by_part_of_their_name(item_type):
    model = ITEM_MODELS[item_type]
    more = {"summary": "A summary.", "body": "Text."} if item_type == "article" else {}
    make(
        model,
        **{model.name_field: "The Beacon Hill", "steps": [{"title": "S"}]}
        if item_type == "path"
        else {model.name_field: "The Beacon Hill", **more},
    )

    assert names("beacon") == ["The Beacon Hill"]


def test_equal_names_come_first_then_beginnings_then_words_then_parts():
    for name in ("Subgrape", "Red grape", "Grapevine", "Grape"):
        make_tool(name=name)

    assert names("grape") == ["Grape", "Grapevine", "Red grape", "Subgrape"]


def test_alias_leads_to_its_item_behind_a_name_that_fits_alike():
    make_skill(name="Natural reading", aliases=[{"name": "NLP", "language": ""}])
    make_skill(name="NLP basics")

    [group] = search_items("nlp")

    assert [(hit.name, hit.alias) for hit in group.hits] == [("Natural reading", "NLP"), ("NLP basics", "")]


@pytest.mark.parametrize("text", ["größe", "GRÖSSE", "  grösse ", "Gro\u0308ße"])
def test_spellings_of_one_name_find_it_on_both_databases(text):
    make_skill(name="Größe")

    assert names(text) == ["Größe"]


def test_every_word_has_to_be_part_of_one_name_in_any_order():
    make_skill(name="Machine learning"), make_skill(name="Machine shop")

    assert names("learning mach") == ["Machine learning"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "*"])
def test_signs_of_patterns_stand_for_themselves(text):
    make_tool(name="Plain"), make_tool(name=f"With {text} sign")

    assert names(text) == [f"With {text} sign"]


def test_hidden_items_are_not_found_by_name_nor_alias():
    alias = [{"name": "Lantern", "language": ""}]
    make_skill(name="Beacon secret", status="draft", aliases=alias)
    make_skill(name="Beacon open")

    assert names("beacon") == ["Beacon open"]
    assert names("lantern") == []


def test_type_with_the_best_hit_comes_first_and_says_that_there_are_more():
    for number in range(4):
        make_skill(name=f"About forests {number}")
    make_path(name="Forests")

    first, second = search_items("forests", limit=3)

    assert (first.type, first.has_more) == ("path", False)
    assert (second.type, len(second.hits), second.has_more) == ("skill", 3, True)


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\u3000"])
def test_blank_text_finds_nothing_without_a_query(text, django_assert_num_queries):
    make_article()

    with django_assert_num_queries(0):
        assert search_items(text) == []


def test_text_beyond_the_longest_is_cut(django_assert_num_queries):
    make_article(title="x" * MAX_QUERY_LENGTH)

    with django_assert_num_queries(2):
        assert len(search_items("x" * 100_000)) == 1


def test_words_past_the_eighth_do_not_count() -> None:
    skill = make_skill(name="one two three four five six seven eight")
    for text, slugs in ((f"{skill.name} nine", [skill.slug]), (f"nine {skill.name}", [])):
        assert [hit.slug for group in search_items(text) for hit in group.hits] == slugs
