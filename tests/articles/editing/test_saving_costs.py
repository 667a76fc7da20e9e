"""All texts of one item cost one save together."""

import pytest
from django.core.exceptions import ValidationError

from articles.models import Industry
from articles.rendering import Purse, rewrite_references
from tests.factories import change, count, make_industry

pytestmark = pytest.mark.django_db

HALF = "*a* **b** `c`\n\n" * 4_500
FORMULAS = f"${'x' * 1_500}$\n\n" * 25


@pytest.mark.parametrize("text", [HALF, FORMULAS], ids=["marks", "formulas"])
def test_two_texts_that_cost_too_much_together_are_refused_at_the_second(text: str) -> None:
    make_industry(description=text)
    make_industry(ai_use=text)
    with pytest.raises(ValidationError) as refusal:
        make_industry(description=text, ai_use=text)
    assert list(refusal.value.message_dict) == ["ai_use"]
    assert count(Industry) == 2


def test_text_that_stays_costs_nothing() -> None:
    industry = make_industry(description=HALF)
    change(industry, ai_use=HALF)
    assert Industry.objects.get().ai_use.strip() == HALF.strip()


def test_references_by_slug_are_sought_at_the_cost_of_the_purse_given() -> None:
    purse = Purse()
    rewrite_references("[[skill:python]] " * 100, lambda _type, _key: None, purse=purse)
    once = purse.left
    rewrite_references("[[skill:python]] " * 100, lambda _type, _key: None, purse=purse)
    assert purse.left < once < Purse().left
