"""What the admin's templates need to print times that stand in texts."""

from django import template

from articles.admin.times import print_stored

register = template.Library()


@register.filter
def printed(value: str, name: str) -> str:
    """The value of a snapshot's field: a time as the whole admin shows it, anything else as it is."""
    return print_stored(value) if name.endswith("_at") else value
