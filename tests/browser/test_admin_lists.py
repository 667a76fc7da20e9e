"""Lists of the admin on a common screen and on a phone: no word of a heading and no date is broken."""

from typing import Any

import pytest

from tests.browser.editors import start
from tests.factories import make_article, make_skill, make_tool

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Supercalifragilisticexpialidocious_internationalisation_of_everything"

BROKEN_WORDS = """
() => {
  const broken = [];
  for (const cell of document.querySelectorAll("#result_list thead th, #result_list .field-updated")) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      for (const { 0: word, index } of walker.currentNode.data.matchAll(/\\S+/g)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, index);
        range.setEnd(walker.currentNode, index + word.length);
        if (range.getClientRects().length > 1) broken.push(word);
      }
  }
  return broken;
}
"""
SEEN_WIDTH = "() => { const box = document.querySelector('.results'); return [box.scrollWidth, box.clientWidth] }"


@pytest.fixture
def editor(page: Any) -> Any:
    for make, name in ((make_article, "title"), (make_skill, "name"), (make_tool, "name")):
        make(**{name: LONG})
    return start(page)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["article", "skill", "tool"])
def test_headings_and_dates_stay_whole(editor: Any, name: str, width: int) -> None:
    editor.set_viewport_size({"width": width, "height": 800})
    editor.goto(f"/admin/articles/{name}/")
    assert editor.locator("#result_list .field-updated").count() == 1
    assert editor.evaluate(BROKEN_WORDS) == []
    needed, seen = editor.evaluate(SEEN_WIDTH)
    assert needed <= seen
