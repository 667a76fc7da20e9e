"""One switch decides the theme of everything on a page."""

import re
from pathlib import Path

from tests.portal.reading import attribute, find, page_of, text_of

STYLESHEETS = sorted((Path(__file__).parents[3] / "portal/static/css").glob("*.css"))


def test_stylesheets_follow_the_switch_and_not_the_system_alone() -> None:
    assert STYLESHEETS
    texts = {path.name: re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL) for path in STYLESHEETS}
    assert [name for name, text in texts.items() if "prefers-color-scheme" in text] == []


def test_every_page_offers_the_themes(client, db) -> None:
    for address in ("/", "/nowhere/"):
        [select] = find(page_of(client.get(address)), "select", autocomplete="off")
        choices = {attribute(one, "value") or "": text_of(one) for one in find(select, "option")}
        assert choices == {"": "System", "light": "Light", "dark": "Dark"}
