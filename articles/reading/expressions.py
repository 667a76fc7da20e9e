"""Columns of queries that lists and items share."""

from django.db.models import CharField, F, Func, IntegerField, Value

# Django's Count would group by the primary key.
COUNT = Func(F("pk"), function="COUNT", output_field=IntegerField())


def text_value(text: str) -> Value:
    """A text as a column of its own, the same in each row."""
    return Value(text, output_field=CharField())
