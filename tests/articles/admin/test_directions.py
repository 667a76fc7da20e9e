"""Fields follow the direction of their text; long ones are told it, which a browser would take a minute to find."""

import pytest
from django import forms

from articles.admin.directions import LONG, follow_text


@pytest.mark.parametrize(
    ("value", "direction"),
    [
        pytest.param("مهندس", "auto", id="short"),
        pytest.param(None, "auto", id="nothing"),
        pytest.param("12. مهندس\n" * LONG, "rtl", id="long-arabic"),
        pytest.param("# עברית\n" * LONG, "rtl", id="long-hebrew"),
        pytest.param("# Words\n" * LONG, "ltr", id="long-latin"),
        pytest.param("1 + 1\n" * LONG, "ltr", id="long-without-letters"),
    ],
)
def test_field_takes_the_direction_of_its_text(value: str | None, direction: str) -> None:
    field = forms.CharField(widget=forms.Textarea)
    follow_text(field, value)
    assert field.widget.attrs["dir"] == direction


@pytest.mark.parametrize("field", [forms.DateField(), forms.URLField(), forms.IntegerField(), forms.BooleanField()])
def test_field_without_words_has_no_direction_of_its_own(field: forms.Field) -> None:
    follow_text(field)
    assert "dir" not in field.widget.attrs
