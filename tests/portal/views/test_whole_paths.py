"""A learning path with all its texts as one Markdown document."""

import pytest

from articles.models import Article, LearningPath
from articles.rendering import embed_markdown
from tests.factories import (
    ARTICLE,
    change,
    make_article,
    make_group,
    make_many,
    make_path,
    make_picture,
    make_skill,
    make_source,
    make_user,
)
from tests.portal.reading import find, links_of, page_of

pytestmark = pytest.mark.django_db

HOST = "http://localhost:8000"
ADDRESS = "/paths/main/whole.md"


def step(title: str, *items, **values) -> dict:
    articles = [str(item.pk) for item in items if item.item_type == "article"]
    skills = [str(item.pk) for item in items if item.item_type == "skill"]
    return {"title": title, "articles": articles, "skills": skills, **values}


def make_main(*steps, **values) -> LearningPath:
    return make_path(name="The *way*", slug="main", steps=list(steps), **values)


def read(client) -> str:
    response = client.get(ADDRESS)
    assert (response.status_code, response["Content-Type"]) == (200, "text/markdown; charset=utf-8")
    return response.content.decode()


def without_days(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(("- Published:", "- Last")))


def test_path_is_told_with_the_texts_of_its_steps(client):
    skill = make_skill(
        name="Python", summary="A language.", description="## Why\n\nIt reads well.", group=make_group("Code")
    )
    article = make_article(
        title="Serve *it*", slug="serve", summary="In short.", body="## Part\n\nUse [[skill:python]], [us](/about/).",
        authors=[make_user(public_name="Dana")],
    )  # fmt: skip
    make_main(
        step("Begin", article, skill, note="Slowly.\n\nThen on.", hours=5), step("End", is_required=False),
        summary="A summary.", description="# Before\n\nRead.",
    )  # fmt: skip

    assert without_days(read(client)) == (
        f"# The \\*way\\*\n\nA summary.\n\n- Page: <{HOST}/paths/main/>\n\n## Before\n\nRead.\n\n"
        "## 1. Begin\n\n(required, hours: 5)\n\nSlowly.\n\nThen on.\n\n"
        f"### Serve \\*it\\*\n\nIn short.\n\n- Page: <{HOST}/articles/serve/>\n- Authors: Dana\n- Language: English\n\n"
        f"#### Part\n\nUse [Python]({HOST}/skills/python/), [us]({HOST}/about/).\n\n"
        f"### Python\n\nA language.\n\n- Page: <{HOST}/skills/python/>\n- Group: Code\n\n#### Why\n\nIt reads well.\n\n"
        "## 2. End\n\n(optional)\n"
    )


def test_syndicated_text_names_its_source(client):
    source = make_source(
        publisher="Press", licence="CC BY 4.0", disclaimer="Not our view.", url="https://press.example/"
    )
    make_main(step("Begin", make_article(body="Taken.", origin="syndicated", source=source)))

    assert (
        "\n\nTaken.\n\n#### Source\n\nThis text was first published elsewhere.\n\n- Publisher: Press\n"
        "- Original: [https://press.example/](<https://press.example/>)\n"
        "- Licence: [CC BY 4.0](<https://creativecommons.org/licenses/by/4.0/>)\n\nNot our view.\n"
    ) in read(client)


def test_text_of_several_steps_stands_in_the_first_and_is_pointed_to(client):
    skill, article = make_skill(name="Twice", description="Once only."), make_article(title="Other", body="More.")
    make_main(step("One", skill), step("Two", skill, article))

    told = read(client)

    assert (told.count("Once only."), told.count("\n### Twice\n")) == (1, 1)
    assert f"## 2. Two\n\n(required)\n\n- [Twice]({HOST}/skills/twice/) (see step 1)\n\n### Other\n" in told


def test_footnotes_definitions_and_headings_of_two_texts_keep_apart(client):
    body = "# Same\n\na[^1] [x] [up](#same)\n\n[^1]: Note {0}.\n\n[x]: https://{0}.example"
    texts = [make_article(title=name, slug=name, body=body.replace("{0}", name)) for name in ("a", "b")]
    make_main(step("One", *texts), description="c[^1]\n\n[^1]: Own.")

    told = read(client)

    assert "c[^t0-1]\n\n[^t0-1]: Own.\n" in told
    for number, name in enumerate(("a", "b"), start=1):
        assert (
            f"#### Same\n\na[^t{number}-1] [x][t{number}-x] [up]({HOST}/articles/{name}/#h-same)\n\n"
            f"[^t{number}-1]: Note {name}.\n\n[t{number}-x]: https://{name}.example\n"
        ) in told


def test_hidden_texts_leave_no_trace_and_pictures_have_whole_addresses(client):
    picture, draft = make_picture(), make_article(title="Telltale", body="Secret words.", status="draft")
    held = change(make_skill(name="Telltale skill", description="Secret too."), status="legal_hold")
    shown = make_article(body=f"![A box](picture:{picture.pk}) [[article:{draft.pk}|label]]")
    make_main(step("One", draft, held, shown))

    told = read(client)

    assert f"![A box]({HOST}/media/pictures/{picture.pk}/) label\n" in told
    assert not [trace for trace in ("Telltale", "Secret", "telltale", str(draft.pk), str(held.pk)) if trace in told]


def test_texts_that_do_not_fit_are_left_out_and_named(client, monkeypatch):
    monkeypatch.setattr("articles.reading.items.path_texts.MAX_CHARACTERS", 100)
    monkeypatch.setattr("articles.reading.items.path_texts.MAX_TEXTS", 3)
    texts = [make_article(title=f"Text {n}", slug=f"text-{n}", body=n * 50) for n in "abcde"]
    long = change(texts[1], body="b" * 99)
    make_main(step("One", *texts[:3]), step("Two", texts[3], texts[4], long))

    told = read(client)

    assert [n for n in "abcde" if n * 50 in told] == ["a", "c"]
    assert (
        "\n\nLeft out: 3 texts, each named in its step with the address to read it at. This file holds at most" in told
    )
    assert f"(required)\n\n- [Text b]({HOST}/articles/text-b/) (left out here)\n\n### Text a\n" in told
    assert told.count("(left out here)") == 4


def test_path_whose_texts_fit_says_nothing_of_leaving_out(client):
    make_main(step("One", make_article()))
    assert "eft out" not in read(client)


def test_path_of_two_hundred_steps_with_long_texts_stays_within_the_limit(client):
    body = "## Part\n\nWords and `code`, [a][b] and more.[^1]\n\n[b]: https://b.example\n[^1]: Note.\n\n" * 250
    texts = make_many(Article, [{**ARTICLE, "title": f"Long {number}"} for number in range(40)])
    Article.objects.update(body=body)  # unrendered: the file is made of the Markdown alone, and pages take long to make
    make_main(*(step(f"Step {number}", texts[number % 40]) for number in range(200)))

    told = read(client)

    fitting = 500_000 // len(body)
    assert 20 < fitting < 40
    assert told.count("\n### Long ") == fitting
    assert f"Left out: {40 - fitting} texts" in told
    assert "This file holds at most 500 texts with 500,000 characters." in told


def test_texts_are_made_fit_once_and_again_where_they_change(client, monkeypatch):
    made = []

    def counted(source, **how):
        made.append(source)
        return embed_markdown(source, **how)

    monkeypatch.setattr("portal.whole_paths.embed_markdown", counted)
    first, second = make_article(body="First text."), make_article(body="Second text.")
    make_main(step("One", first, second))

    assert read(client) == read(client)
    assert made.count("First text.") == made.count("Second text.") == 1
    change(second, body="Another text.")
    assert "Another text." in read(client)
    assert made.count("First text.") == made.count("Another text.") == 1


def test_answer_is_a_file_that_engines_do_not_keep_and_caches_ask_for_again(client):
    skill = make_skill()
    make_main(step("One", skill))

    response = client.get(ADDRESS)

    assert response["Content-Disposition"] == 'attachment; filename="main.md"'
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Link"] == f'<{HOST}/paths/main/>; rel="canonical"'
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get(ADDRESS, headers={"if-none-match": response["ETag"]}).status_code == 304
    change(skill, description="New.")
    assert client.get(ADDRESS, headers={"if-none-match": response["ETag"]}).status_code == 200
    assert client.post(ADDRESS).status_code == 405


def test_address_answers_as_the_page_does(client):
    for slug, status in (("gone", "archived"), ("held", "legal_hold")):
        change(make_path(slug=slug), status=status)
    make_path(slug="draft", status="draft")
    change(make_path(slug="before"), slug="after")

    answers = [
        client.get(f"/paths/{slug}/whole.md").status_code for slug in ("after", "gone", "held", "draft", "never")
    ]
    moved = client.get("/paths/before/whole.md")

    assert answers == [200, 410, 451, 404, 404]
    assert (moved.status_code, moved["Location"]) == (301, "/paths/after/whole.md")


def test_page_of_the_path_leads_to_it(client):
    make_main(step("One"))

    response = client.get("/paths/main/")

    assert links_of(response)[ADDRESS] == "Download with all texts (Markdown)"
    [link] = find(page_of(response), "a", href=ADDRESS)
    assert ("download", "") in [(name, value or "") for name, value in link.attributes]
