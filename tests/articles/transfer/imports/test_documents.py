"""What documents of all dialects become: clean Markdown, a title, a section, a language, links that lead somewhere."""

import base64
from typing import Any

import pytest

from articles.transfer.imports.markdown.code_spans import split_code
from articles.transfer.imports.markdown.dialects import tidy
from articles.transfer.imports.markdown.documents import Document, read_document
from articles.transfer.imports.markdown.languages import Place, find_languages
from articles.transfer.imports.markdown.scanning import Link, Places, Target, rewrite_links
from tests.factories import image_bytes


def tidied(body: str, *, is_mdx: bool = True) -> str:
    return tidy(body, is_mdx=is_mdx)[0].strip()


def read(source: str, path: str = "docs/a.md") -> Document:
    return read_document(path, source)


DIALECTS = {
    "imports": ("import {Cards, Card} from 'some-theme'\nimport X from '../x.png'\n\nText.", "Text."),
    "import over lines": ("import {\n  A,\n  B,\n} from 'lib'\n\nText.", "Text."),
    "import in prose": ("import duties rise from 'here' on", "import duties rise from 'here' on"),
    "export": ("export const meta = { title: 'x' }\nText.", "Text."),
    "component around text": ("<Tip warning={true}>\n\nMind the *gap*.\n\n</Tip>", "Mind the *gap*."),
    "component alone": ('Before\n\n<Banner chapter={1} items={[{a: "x>y"}, {b: "z"}]} />\n\nAfter', "Before\n\nAfter"),
    "quiz": ('<Question\n\tchoices={[\n\t\t{ text: "It > that", explain: "`x` is {y}", },\n\t]}\n/>\nEnd', "End"),
    "component in code": ("`<Tip>` and\n\n```jsx\n<Tip>x</Tip>\n```", "`<Tip>` and\n\n```jsx\n<Tip>x</Tip>\n```"),
    "fragment": ("<>Text</>", "Text"),
    "picture component": ('<Screenshot src="a.png" alt="A box" />', "![A box](<a.png>)"),
    "component that never ends": ("<Tip and no end", "<Tip and no end"),
    "comments": ("a <!-- gone --> b {/* gone */} c `<!-- kept -->`", "a  b  c `<!-- kept -->`"),
    "comment without end": ("a <!-- b", "a <!-- b"),
    "shortcode": ('{{% alert title="x" %}}\nKept.\n{{% /alert %}}', "Kept."),
    "figure": ('{{< figure src="a.png" alt="A box" >}}', "![A box](<a.png>)"),
    "liquid": ("{% include x.html %}A{{ site.baseurl }}/b", "A/b"),
    "liquid address": ("![x]({{ '/images/a.png' | relative_url }})", "![x](/images/a.png)"),
    "template in prose": ("Write {{ name }} and {% mine %}.", "Write {{ name }} and {% mine %}."),
    "kramdown": ("Text\n{:.wide}", "Text"),
    "heading anchor": ("## Part one[[part-one]]\n\n### Two {#two}", "## Part one\n\n### Two"),
    "mathematics": (r"Take \\(x_1\\) and \\[y^2\\].", "Take $x_1$ and \n$$\ny^2\n$$\n."),
    "img": ('<img src="a.png" alt="A [b]" width="40">', "![A (b)](a.png)"),
    "img in a link": ('<a href="b.md"><img src="a.png"></a>', "[![](a.png)](b.md)"),
    "anchor without address": ('<a name="x"></a>Text', "Text"),
    "inline tags": ("<b>a</b> <em>b</em> H<sub>2</sub>O", "**a** *b* H2O"),
    "details": ("<details><summary>More</summary>Text</details>", "**More**\n\nText"),
    "tokens": ("Ends with <s>, <unk> or <endoftext>.", "Ends with <s>, <unk> or <endoftext>."),
    "break in a table": ("| a<br>b | c |", "| a b | c |"),
    "frame": ('<iframe src="https://video.example/x" width="3"></iframe>', "[iframe](https://video.example/x)"),
    "script": ("a<script>alert(1)</script>b", "ab"),
}


@pytest.mark.parametrize(("source", "wanted"), DIALECTS.values(), ids=DIALECTS)
def test_what_is_no_markdown_becomes_some(source: str, wanted: str) -> None:
    assert tidied(source) == wanted


def test_what_was_left_out_is_told_once_with_numbers() -> None:
    doc = read("# T\n\n<Tip>a</Tip>\n\n<Tip>b</Tip>\n\n{{% alert %}}c{{% /alert %}}", "docs/a.mdx")
    assert doc.warnings == ("left out: 2 <Tip> (10 characters), 1 shortcode alert (13 characters)",)


@pytest.mark.parametrize("sign", ["[", "<", "`", "{{%", "<Tip ", "![", "$", "{/*", "<!--", "<a href='", "](", "|\n"])
def test_source_made_to_stall_is_read(sign: str) -> None:
    doc = read(sign * 100_000)
    assert len(rewrite_links(doc.body, lambda _link: None)) > 0


def test_code_is_told_from_text() -> None:
    body = "a `b` c\n\n```\nd\n```\n\n    e\n\n- f\n\n      g\n\n> ```\n> h\n> ```\n\ni ``j ` k`` `l"
    assert [text.strip() for is_code, text in split_code(body) if is_code] == [
        "`b`", "```\nd\n```", "e", "> ```\n> h\n> ```", "``j ` k``",
    ]  # fmt: skip
    assert "".join(text for _is_code, text in split_code(body)) == body


TITLES = {
    "heading with an anchor": ("# Title[[anchor]]\n\nText", "Title"),
    "heading under a badge": ("[![b](x.svg)](y)\n\n# Title\n\nText", "Title"),
    "heading under imports": ("import X from 'y'\n\n<Banner />\n\n# Title", "Title"),
    "underlined": ("Title\n=====\n\nText", "Title"),
    "front matter": ("---\ntitle: Front\n---\n# Other\n\nText", "Front"),
    "toml": ('+++\ntitle = "Front"\nweight = 3\n+++\nText', "Front"),
    "crlf": ("---\r\ntitle: Front\r\n---\r\nText\r\n", "Front"),
    "only later headings": ("## Part\n\nText", "A"),
    "empty": ("", "A"),
}


@pytest.mark.parametrize(("source", "title"), TITLES.values(), ids=TITLES)
def test_title_is_found(source: str, title: str) -> None:
    assert read(source, "docs/a.mdx").title == title


def test_name_of_a_dated_file_loses_its_date_and_gives_the_day() -> None:
    doc = read("Text", "_posts/2020-02-26-first-release.md")
    assert (doc.title, doc.section, doc.published_at and doc.published_at.date().isoformat()) == (
        "First release",
        "",
        "2020-02-26",
    )


def test_invalid_front_matter_is_told_with_its_line_and_is_no_text() -> None:
    doc = read("---\na: b\nc: [\n---\n# T\n")
    assert "line" in doc.warnings[0] and "front matter" in doc.warnings[0]
    assert (doc.title, doc.body, doc.is_draft) == ("T", "", True)


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ("tags: [A, B]\ncategories: B, C", ("A", "B", "C")),
        ("tags: '[a, b]'", ("a", "b")),
        ("keywords: a | b", ("a", "b")),
        ("tags: {a: 1}", ()),
    ],
)
def test_tags_are_read_in_every_form(front: str, found: tuple[str, ...]) -> None:
    assert read(f"---\n{front}\n---\nText").tags == found


@pytest.mark.parametrize(
    ("front", "authors"),
    [
        ("author: Ann (One), Bo (Two)", "Ann (One), Bo (Two)"),
        ("authors: [Ann, Bo]", "Ann, Bo"),
        ("authors: [{name: Ann}]", "Ann"),
    ],
)
def test_authors_are_one_text(front: str, authors: str) -> None:
    assert read(f"---\n{front}\n---\nText").authors == authors


@pytest.mark.parametrize(
    ("value", "day"),
    [("2024-03-05T10:00:00.000Z", "2024-03-05"), ("March 5, 2024", "2024-03-05"), ("5. März 2024", "2024-03-05"), ("5 de marzo de 2024", "2024-03-05"), ("2024年3月5日", "2024-03-05")],
)  # fmt: skip
def test_dates_in_prose_are_read(value: str, day: str) -> None:
    published = read(f'---\ndate: "{value}"\n---\nText').published_at
    assert published is not None
    assert published.date().isoformat() == day


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("2026-07-01", "2026-07-01T04:00:00+00:00"),
        ("1 July 2026", "2026-07-01T04:00:00+00:00"),
        ("2026-07-01 10:00", "2026-07-01T14:00:00+00:00"),
        ("2026-07-01T10:00:00Z", "2026-07-01T10:00:00+00:00"),
    ],
)
def test_date_without_zone_is_the_portals_day(settings: Any, value: str, instant: str) -> None:
    settings.TIME_ZONE = "America/New_York"
    published = read(f'---\ndate: "{value}"\n---\nText').published_at
    assert published is not None
    assert published.isoformat() == instant


def test_date_that_could_mean_two_days_is_told() -> None:
    doc = read('---\ndate: "03/04/2024"\n---\nText')
    assert (doc.published_at, len(doc.warnings)) == (None, 1)


def test_drafts_of_generators_are_drafts() -> None:
    assert read("---\ndraft: true\n---\nx").is_draft
    assert read("---\npublished: false\n---\nx").is_draft
    assert not read("---\ndraft: false\n---\nx").is_draft


def test_picture_within_the_text_is_taken_out() -> None:
    data = base64.b64encode(image_bytes(size=(300, 300))).decode()
    doc = read(f"# T\n\n![A box](data:image/png;base64,{data}) and ![S](data:image/svg+xml;base64,PHN2Zz4=)\n")
    [(key, content)] = doc.embedded.items()
    assert content == image_bytes(size=(300, 300))
    assert doc.body == f"![A box]({key}) and S"
    assert len(doc.warnings) == 1


LANGUAGES: dict[str, tuple[list[str], dict[str, Place | str]]] = {
    "folders": (["u/en/a.md", "u/zh-CN/a.md", "u/pt_br/b.md"], {"u/zh-CN/a.md": "zh-CN", "u/pt_br/b.md": "pt-BR", "u/en/a.md": "en"}),
    "names": (["p/a.en.mdx", "p/a.jp.mdx", "p/a.kr.mdx"], {"p/a.jp.mdx": "ja", "p/a.kr.mdx": "ko"}),
    "prefix": (["pages/a.md", "ar-pages/a.ar.md", "pages/a.en.md"], {"ar-pages/a.ar.md": "ar"}),
    "a folder by chance": (["docs/it/a.md", "docs/ops/b.md"], {"docs/it/a.md": "en"}),
    "a name by chance": (["docs/main.py.md", "docs/list.no.md"], {"docs/main.py.md": "en", "docs/list.no.md": "en"}),
}  # fmt: skip


@pytest.mark.parametrize(("paths", "wanted"), LANGUAGES.values(), ids=LANGUAGES)
def test_language_comes_from_the_path_where_it_is_certain(paths: list[str], wanted: dict[str, Any]) -> None:
    found = find_languages(paths)
    assert {path: found[path].language for path in wanted} == wanted


def test_translations_have_one_neutral_path() -> None:
    found = find_languages(["u/en/x/a.md", "u/de/x/a.md", "pages/b.en.md", "pages/b.de.md", "ar-pages/b.ar.md"])
    assert len({found[path].neutral for path in ("u/en/x/a.md", "u/de/x/a.md")}) == 1
    assert len({found[path].neutral for path in ("pages/b.en.md", "pages/b.de.md", "ar-pages/b.ar.md")}) == 1


SET = ["docs/README.md", "docs/a/README.md", "docs/a/One.md", "docs/b/_index.md", "docs/b/two.mdx", "en/x/y.md", "de/x/y.md", "en/x/z.md"]  # fmt: skip
LINKS = {
    "beside": ("docs/a/README.md", "One.md", "docs/a/One.md"),
    "with a fragment": ("docs/a/README.md", "One.md#part", "docs/a/One.md"),
    "encoded": ("docs/a/README.md", "%4Fne.md", "docs/a/One.md"),
    "without its ending": ("docs/a/README.md", "./One", "docs/a/One.md"),
    "folder": ("docs/README.md", "a/", "docs/a/README.md"),
    "folder of a generator": ("docs/README.md", "b", "docs/b/_index.md"),
    "up": ("docs/a/One.md", "../b/two.mdx", "docs/b/two.mdx"),
    "by the address of the page": ("docs/a/One.md", "../../b/two", "docs/b/two.mdx"),
    "from the root": ("docs/a/One.md", "/b/two/", "docs/b/two.mdx"),
    "from the root of the set": ("docs/a/One.md", "/docs/b/two", "docs/b/two.mdx"),
    "below a prefix": ("en/x/z.md", "/course/x/y", "en/x/y.md"),
    "in the same language": ("de/x/y.md", "/x/y", "de/x/y.md"),
    "in the first language": ("de/x/y.md", "z", "en/x/z.md"),
    "itself": ("docs/a/One.md", "One.md", "docs/a/One.md"),
    "out of the set": ("docs/a/One.md", "../../../x.md", None),
    "nowhere": ("docs/a/One.md", "gone.md", None),
}


COURSE = [
    *(f"parts/{language}/part{part}/{page}.mdx" for language in ("en", "de", "fr") for part in (1, 2) for page in (1, 2)),
    "parts/en/part3/4.mdx", "parts/en/part4/01.mdx", "parts/en/part5/intro.mdx", "parts/en/part6/1.mdx",
    "parts/en/part6/README.md",
]  # fmt: skip
COURSE_LINKS = {
    "page": ("parts/de/part1/1.mdx", "/course/part2/2", "parts/de/part2/2.mdx"),
    "page that only the first language has": ("parts/de/part1/1.mdx", "/course/part3/4#x", "parts/en/part3/4.mdx"),
    "page of a language": ("parts/en/part1/1.mdx", "/course/de/part1/2", "parts/de/part1/2.mdx"),
    "page of another language": ("parts/fr/part1/1.mdx", "/course/de/part1/2?fw=pt", "parts/de/part1/2.mdx"),
    "page that a language lacks": ("parts/fr/part1/1.mdx", "/course/de/part3/4", "parts/en/part3/4.mdx"),
    "numbered folder": ("parts/de/part1/1.mdx", "/course/part2", "parts/de/part2/1.mdx"),
    "numbered folder of a language": ("parts/en/part1/1.mdx", "/course/fr/part2/", "parts/fr/part2/1.mdx"),
    "numbered folder beside": ("parts/fr/part1/1.mdx", "../part2", "parts/fr/part2/1.mdx"),
    "numbered folder with zeros": ("parts/en/part1/1.mdx", "/course/part4#x", "parts/en/part4/01.mdx"),
    "folder with a page of its own": ("parts/en/part1/1.mdx", "/course/part6", "parts/en/part6/README.md"),
    "folder without a first page": ("parts/en/part1/1.mdx", "/course/part3", None),
    "folder without numbers": ("parts/en/part1/1.mdx", "/course/part5", None),
    "no folder": ("parts/en/part1/1.mdx", "/course/part7", None),
}


@pytest.mark.parametrize(("start", "address", "wanted"), COURSE_LINKS.values(), ids=COURSE_LINKS)
def test_address_in_a_course_of_numbered_pages_finds_its_document(start, address, wanted) -> None:
    target = Places(find_languages(COURSE), []).find_document(start, address)
    assert (target.path if target else None) == wanted


@pytest.mark.parametrize(("start", "address", "wanted"), LINKS.values(), ids=LINKS)
def test_address_finds_its_document(start: str, address: str, wanted: str | None) -> None:
    target = Places(find_languages(SET), []).find_document(start, address)
    assert (target.path if target else None) == wanted
    assert target is None or target.fragment == address.partition("#")[2]


def test_pictures_are_found_beside_and_from_the_root() -> None:
    places = Places(
        find_languages(["docs/a.md"]), ["docs/img/x.png", "static/images/y.png", "o/images/z.png", "p/images/z.png"]
    )
    found = [
        places.find_picture("docs/a.md", address) for address in ("img/x.png?raw=1", "/images/y.png", "/images/z.png")
    ]
    assert found == ["docs/img/x.png", "static/images/y.png", None]


REWRITES = {
    "[a](b.md)": "<b.md|a>",
    "[a (b)](c_(d).md)": "<c_(d).md|a (b)>",
    "[a](<b c.md>)": "<b c.md|a>",
    "[a](b.md 'T') ![p](q.png \"T\")": "<b.md|a> <q.png|p>",
    "[a][x] [x] [b]\n\n[x]: b.md\n": "<b.md|a> <b.md|x> [b]\n\n",
    "[^1] and [a]\n\n[^1]: note\n": "[^1] and [a]\n\n[^1]: note\n",
    "`[a](b.md)` \\[a](b.md)": "`[a](b.md)` \\[a](b.md)",
    "[![p](q.png)](b.md)": "<b.md|<q.png|p>>",
    "[a](https://x.example/b.md)": "<https://x.example/b.md|a>",
    "[`a`](b.md#s)": "<b.md#s|`a`>",
    "[`a` b ``c`d``](b.md) `[e](f.md)` [g](h.md)": "<b.md|`a` b ``c`d``> `[e](f.md)` <h.md|g>",
    "[![`p`](q.png)](b.md)": "<b.md|<q.png|`p`>>",
    "[a](b`c`.md)": "<b`c`.md|a>",
    "[a `b](c.md)` [d](e.md)": "[a `b](c.md)` <e.md|d>",
    "[`a`][x] [`x`]\n\n[x]: b.md\n[`x`]: c.md\n": "<b.md|`a`> <c.md|`x`>\n\n",
    # What stands for code on the way means nothing in the text itself.
    "[\ufdd30\ufdd3 `a`](b.md)\ufdd37\ufdd3": "<b.md|0 `a`>7",
}


@pytest.mark.parametrize(("source", "wanted"), REWRITES.items())
def test_links_are_rewritten_outside_code(source: str, wanted: str) -> None:
    def show(link: Link) -> str:
        return f"<{link.address}|{link.label}>"

    assert rewrite_links(source, show) == wanted


def test_target_without_fragment_is_the_document_alone() -> None:
    assert Places(find_languages(SET), []).find_document("docs/README.md", "a/One.md") == Target("docs/a/One.md")
