"""Names and directions of languages that the interface may not speak."""

import pytest

from portal.languages import language_name, own_language_name, text_direction


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("AR", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"),
     ("zh-Hant-TW", "ltr"), ("ckb", "rtl"), ("", "ltr")],
)  # fmt: skip
def test_text_direction(language, direction):
    assert text_direction(language) == direction


@pytest.mark.parametrize(
    ("language", "name", "own"),
    [("de", "German", "Deutsch"), ("pt-BR", "Brazilian Portuguese", "Português Brasileiro"), ("tlh", "tlh", "tlh")],
)
def test_language_names(language, name, own):
    assert (language_name(language), own_language_name(language)) == (name, own)
