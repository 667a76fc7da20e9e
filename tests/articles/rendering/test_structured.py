"""Data within a script element."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.rendering import script_json


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "]]>", "a & b", "\u2028\u2029", '"', "\\u003C"])
def test_hostile_text_stays_text(text) -> None:
    told = script_json({"name": text})

    assert not set(told) & set("<>&\u2028\u2029")
    assert json.loads(told) == {"name": text}


@given(st.text())
def test_every_text_comes_back_as_it_was(text) -> None:
    told = script_json([text])

    assert json.loads(told) == [text]
    assert not set(told) & set("<>&")
