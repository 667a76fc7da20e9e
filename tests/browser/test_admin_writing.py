"""Writing in comfort: the buttons stay in sight, Ctrl+S saves, long titles stay in their column, rich text becomes Markdown."""

from pathlib import Path
from typing import Any

import pytest

from articles.admin.site import admin_url
from articles.models import Article, LearningPath, Source, Tool
from tests.browser.editors import open_item, start, text_of, write
from tests.factories import change, make_article, make_source, make_tool

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
SIZES = [pytest.param(width, id=str(width)) for width in (390, 1280)]
SAMPLES = Path(__file__).parent / "pasted"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  const field = document.activeElement;
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  if (field.dispatchEvent(event)) document.execCommand("insertText", false, plain);
}"""
IS_COVERED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const row = document.querySelector(".submit-row").getBoundingClientRect();
  const isInRow = one.closest(".submit-row") !== null;
  return !isInRow && box.height > 0 && Math.min(box.bottom, innerHeight) > row.top + 1 && box.top > row.top - 10;
}"""


@pytest.fixture
def editor(page: Any) -> Any:
    return start(page)


@pytest.mark.parametrize("width", SIZES)
def test_buttons_stay_in_sight_and_cover_no_focus(editor: Any, width: int) -> None:
    editor.set_viewport_size({"width": width, "height": 800})
    for address in (admin_url(Article, "change", make_article().pk), admin_url(Source, "change", make_source().pk)):
        editor.goto(address)
        row = editor.locator(".submit-row")
        for position in (0, 500, 100_000):
            editor.evaluate("(top) => scrollTo(0, top)", position)
            box = row.bounding_box()
            assert box["y"] > 0 and box["y"] + box["height"] <= 801, position
        assert row.bounding_box()["height"] < 130
        editor.evaluate("scrollTo(0, 0)")
        editor.focus("main")
        for _press in range(40):
            editor.keyboard.press("Tab")
            assert not editor.evaluate(IS_COVERED), editor.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("key", ["Control+s", "Meta+s"])
def test_key_saves_and_leaves_the_form_open(editor: Any, key: str) -> None:
    article = make_article()
    open_item(editor, article)
    assert editor.get_attribute("[name=_continue]", "title") == "Ctrl+S or ⌘S"
    write(editor, "Saved by key")
    editor.keyboard.press(key)
    editor.locator(".messagelist .success").wait_for()
    assert editor.url.endswith(admin_url(Article, "change", article.pk))
    article.refresh_from_db()
    assert (article.body, article.version) == ("Saved by key", 2)


def test_key_confirms_no_removal(editor: Any) -> None:
    article = make_article()
    editor.goto(admin_url(Article, "delete", article.pk))
    editor.keyboard.press("Control+s")
    editor.click("text=No, take me back")
    article.refresh_from_db()
    assert article.status == "published"


@pytest.mark.parametrize("width", SIZES)
def test_long_title_pushes_no_column_out(editor: Any, width: int) -> None:
    article = change(make_article(title=LONG), summary="Other.")
    make_tool(name=LONG)
    make_source(publisher=LONG)
    editor.set_viewport_size({"width": width, "height": 800})
    for model in (Article, Tool, Source):
        editor.goto(admin_url(model, "changelist"))
        hidden = "one => one.scrollWidth - one.clientWidth"
        assert editor.locator("#changelist .results").evaluate(hidden) <= 0, model
    for address in (
        "/admin/",
        admin_url(Article, "history", article.pk),
        admin_url(Article, "compare", article.pk, 2),
        admin_url(Article, "delete", article.pk),
        admin_url(Article, "change", article.pk),
    ):
        editor.goto(address)
        assert editor.evaluate(SIDEWAYS) <= 0, address
        for box in editor.locator(".wide:has(table):not(.inline-group *)").all():
            assert box.evaluate("one => one.scrollWidth - one.clientWidth") <= 0, address


@pytest.mark.parametrize("width", SIZES)
def test_long_name_stays_within_the_choices(editor: Any, width: int) -> None:
    make_tool(name=LONG)
    editor.set_viewport_size({"width": width, "height": 800})
    editor.goto(admin_url(Article, "add"))
    box = editor.locator("select#id_tools + .select2")
    box.locator(".select2-search__field").fill("donau")
    editor.locator(".select2-results__option", has_text="Donau").click()
    assert editor.evaluate(SIDEWAYS) <= 0
    assert box.evaluate("one => one.scrollWidth - one.clientWidth") <= 0


def test_fields_follow_the_direction_of_their_text(editor: Any) -> None:
    for model in (Article, LearningPath, Source):
        editor.goto(admin_url(model, "add"))
        fields = editor.locator(
            "#content-main :is(textarea, input[type=text]):not(.vDateField, .vTimeField):not([id*=__prefix__])"
        )
        assert fields.count() > 3
        assert [one.get_attribute("name") for one in fields.all() if one.get_attribute("dir") != "auto"] == []
    open_item(editor, make_article(title="مهندس الذكاء"))
    direction = "one => getComputedStyle(one).direction"
    assert editor.locator("#id_title").evaluate(direction) == "rtl"
    assert editor.locator(".titles h2").evaluate(direction) == "rtl"


def paste(editor: Any, html: str, plain: str = "plain text") -> str:
    editor.goto(admin_url(Article, "add"))
    editor.focus("#id_body")
    editor.evaluate(PASTE, [html, plain])
    return text_of(editor)


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.html")), ids=lambda sample: sample.stem)
def test_rich_text_becomes_markdown(editor: Any, sample: Path, console: list[str]) -> None:
    wanted = sample.with_suffix(".md").read_text()
    assert paste(editor, sample.read_text()) == wanted.rstrip("\n")
    assert console == []


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<meta charset='utf-8'><span style='color:red'>plain text</span>", id="only-plain"),
        pytest.param(
            "<meta charset='utf-8'><div style=\"font-family: Consolas, 'Courier New', monospace; white-space: pre;\">"
            "<div><span style='color: #569cd6; font-weight: bold'>def</span> f():</div></div>",
            id="code-editor",
        ),
        pytest.param(
            "<html><body><pre style=\"color:#a9b7c6;font-family:'JetBrains Mono',monospace\"><b>def</b></pre></body></html>",
            id="code-editor-pre",
        ),
        pytest.param("<p>x</p>" * 300_000 + "<b>y</b>", id="too-large"),
    ],
)
def test_plain_text_stays_plain(editor: Any, html: str) -> None:
    assert paste(editor, html) == "plain text"


def test_rich_text_within_a_block_of_code_stays_plain(editor: Any) -> None:
    editor.goto(admin_url(Article, "add"))
    write(editor, "```\n")
    editor.evaluate(PASTE, ["<b>bold</b>", "bold"])
    assert text_of(editor) == "```\nbold"


def test_rich_text_stays_plain_in_fields_of_one_line(editor: Any) -> None:
    editor.goto(admin_url(Article, "add"))
    editor.focus("#id_title")
    editor.evaluate(PASTE, ["<b>bold</b>", "bold"])
    assert text_of(editor, "title") == "bold"


def test_pasting_is_undone_by_the_browser(editor: Any) -> None:
    editor.goto(admin_url(Article, "add"))
    editor.focus("#id_body")
    editor.keyboard.type("Before ")
    editor.evaluate(PASTE, ["<b>bold</b>", "bold"])
    assert text_of(editor) == "Before **bold**"
    editor.keyboard.press("Control+z")
    assert text_of(editor) == "Before "


def test_hostile_markup_neither_runs_nor_lands(editor: Any) -> None:
    asked: list[str] = []
    editor.on("request", lambda request: asked.append(request.url))
    hostile = (
        "<img src='/nowhere.png' onerror='window.ran = 1' alt='a picture'><script>window.ran = 2</script>"
        "<a href='javascript:window.ran=3'>link</a> <b>&lt;script&gt;alert(1)&lt;/script&gt;</b>"
        "<svg onload='window.ran = 4'></svg><iframe srcdoc='<script>parent.ran = 5</script>'></iframe>"
        "<a href='data:text/html,x'>data</a><style>body { display: none }</style>"
    )
    text = paste(editor, hostile)
    assert text == r"a picturelink **\<script>alert(1)\</script>**data"
    assert editor.evaluate("window.ran ?? null") is None
    assert [url for url in asked if "nowhere" in url] == []


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<b>" * 20_000 + "x" + "</b>" * 20_000, id="deep"),
        pytest.param("<div>" * 20_000 + "x<b>y</b>" + "</div>" * 20_000, id="deep-blocks"),
        pytest.param("<ul><li>" * 10_000 + "x", id="deep-lists"),
        pytest.param("<p>" + "<b>*</b> " * 100_000 + "</p>", id="many-marks"),
        pytest.param("<table>" + "<tr><td colspan=1000>x<td>y" * 20_000 + "</table>", id="wide-table"),
        pytest.param("<b>" + "*`" * 400_000 + "</b>", id="many-signs"),
    ],
)
def test_large_paste_ends_in_time(editor: Any, html: str) -> None:
    editor.goto(admin_url(Article, "add"))
    editor.focus("#id_body")
    editor.evaluate(PASTE, [html, "plain"])
    assert text_of(editor)
