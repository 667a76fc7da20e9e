"""What helps while reading an article: contents that follow, links to headings, code that can be copied."""

import pytest

from tests.chromium import hold
from tests.factories import make_announcement, make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PART = "Some words that fill the page. " * 300
BODY = f"""## First part

{PART}

```python
print("one")
```

## Second part

{PART}

### A detail

| a | b |
|---|---|
| c | d |

{PART}
"""
# Where the title of the contents, the line of their list and their texts begin from the left, in CSS pixels.
CONTENTS_STARTS = """() => {
  const left = node => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect().left;
  };
  const list = document.querySelector('.contents ol');
  const isRight = getComputedStyle(list).direction === 'rtl';
  const line = list.getBoundingClientRect()[isRight ? 'right' : 'left'];
  return [left(document.querySelector('.contents summary')), line, ...[...list.querySelectorAll('a')].map(left)];
}"""
READ_CLIPBOARD = "navigator.clipboard.readText()"


@pytest.fixture
def article(page, live_server):
    make_article(slug="main", title="Reading", body=BODY)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/articles/main/")
    return page


def current(page) -> list[str]:
    texts: list[str] = page.locator(".contents [aria-current=location]").all_inner_texts()
    return texts


def wait_for_current(page, text: str) -> None:
    page.locator(".contents [aria-current=location]", has_text=text).wait_for()


def test_contents_follow_the_reading_position(article):
    assert current(article) == []
    for heading in ("Second part", "A detail", "First part"):
        article.evaluate(
            "name => [...document.querySelectorAll('.prose h2, .prose h3')]"
            ".find(one => one.textContent.includes(name)).scrollIntoView({behavior: 'instant'})",
            heading,
        )
        wait_for_current(article, heading)
        assert current(article) == [heading]

    article.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    article.locator(".contents [aria-current]").wait_for(state="detached")


def test_chosen_part_is_marked_and_the_last_one_at_the_end(article):
    make_article(
        slug="short", title="Short", body="".join(f"## Part {number}\n\nFew words.\n\n" for number in range(9))
    )
    article.emulate_media(reduced_motion="reduce")  # each scroll is over before the next one
    article.goto("/articles/short/")
    for name in ("Part 8", "Part 6", "Part 7"):
        article.locator(".contents a", has_text=name).click()
        wait_for_current(article, name)

    article.keyboard.press("Shift")  # as a reader who scrolls on by keyboard
    article.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    article.locator(".contents [aria-current]").wait_for(state="detached")
    article.evaluate("scrollTo({top: 99999, behavior: 'instant'})")
    wait_for_current(article, "Part 8")


def test_contents_stay_in_sight(article):
    article.evaluate("scrollTo({top: 1500, behavior: 'instant'})")

    box = article.locator(".contents").bounding_box()
    assert 0 <= box["y"] < 200


def test_code_is_copied_and_the_reader_is_told(article):
    article.get_by_role("button", name="Copy this code").click()

    article.get_by_role("status").filter(has_text="Code copied").wait_for(state="attached")
    assert article.evaluate(READ_CLIPBOARD) == 'print("one")\n'


@pytest.mark.parametrize("width", [360, 1280])
def test_copy_button_hides_no_code(article, width):
    article.set_viewport_size({"width": width, "height": 800})
    button = article.get_by_role("button", name="Copy this code").bounding_box()
    code = article.locator(".prose pre code").bounding_box()

    assert button["y"] + button["height"] <= code["y"]


def test_link_to_a_heading_is_copied_and_is_no_part_of_its_name(article, live_server):
    heading = article.get_by_role("heading", name="Second part", exact=True)
    heading.get_by_role("link", name="Copy the link to this heading").click()

    article.get_by_role("status").filter(has_text="Link copied").wait_for(state="attached")
    assert article.evaluate(READ_CLIPBOARD) == f"{live_server.url}/articles/main/#h-second-part"
    assert article.url.endswith("#h-second-part")


def test_refused_copy_is_told(article):
    article.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    article.get_by_role("button", name="Copy this code").click()

    article.get_by_role("status").filter(has_text="Copying failed").wait_for(state="attached")


def test_wide_table_scrolls_in_a_region_with_a_name(article):
    region = article.get_by_role("region", name="a, b")
    region.focus()
    assert region.get_attribute("tabindex") == "0"
    assert region.evaluate("one => one === document.activeElement")


COLLECT_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });
"""


AFTER_FIRST_PAINT = """new Promise((done) =>
  new PerformanceObserver(() => done(true)).observe({ type: "paint", buffered: true }))"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_the_page_loads(page, width):
    make_announcement("Some news that is worth a line above every page.")
    headings = "\n\n".join(f"## {'A heading of some words ' * 6}{'x' * number}\n\nText." for number in range(12))
    code = "```\nprint(1)\n```"
    make_article(slug="main", body=f"{code}\n\n{headings}\n\n![a](diagram:agent-loop 'A caption')\n\n{BODY}")
    page.add_init_script(COLLECT_SHIFTS)
    page.set_viewport_size({"width": width, "height": 2000})
    held = hold(page, "**/reading.js")
    for _visit in ("with the announcement", "dismissed"):
        page.goto("/articles/main/", wait_until="commit")
        page.locator(".site-footer").wait_for()
        assert page.evaluate(AFTER_FIRST_PAINT)
        held.pop().continue_()
        page.locator(".prose .anchor").first.wait_for(state="attached")
        assert page.evaluate("new Promise(done => setTimeout(() => done(window.shifts), 300))") == []
        page.get_by_role("button", name="Dismiss").evaluate_all("all => all.forEach(one => one.click())")


@pytest.mark.parametrize("width", [400, 1280])
def test_contents_of_an_article_from_right_to_left_stand_beneath_their_title(page, width):
    make_article(slug="arabic", title="عنوان", language="ar", body="## عنوان\n\nنص\n\n## آخر\n\nنص")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/articles/arabic/")
    if width < 1000:
        page.locator(".contents summary").click()

    [title, line, *texts] = page.evaluate(CONTENTS_STARTS)

    assert len(texts) == 2
    assert [line, *texts] == [pytest.approx(title, abs=20)] * 3
    assert page.locator(".contents bdi").first.evaluate("one => getComputedStyle(one).direction") == "rtl"
