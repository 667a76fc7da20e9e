"""The kinds of filters. A filter says all that faces need: its name, how its values are written, its condition, its facet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from articles.models import Item
from articles.reading.lists.facets import ColumnFacet, Facet, LinkFacet, link_table
from articles.reading.lists.value_kinds import CODE, MOMENT, WORDS, OneOf, ValueKind, WholeNumber
from articles.reading.search import names_hold
from articles.snapshots import is_many


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to narrow a list. Several values widen it; a value that no row has, or that cannot be read, gives an empty list.

    name: of the parameter, which is the key of the API's JSON where it has one. condition(values, at): the rows that have one
    of the values, as `kind` reads them. facet: what readers choose from; None where they write the value themselves.
    """

    name: str
    label: Any
    condition: Callable[[Sequence[Any], datetime], Q]
    kind: ValueKind = CODE
    facet: Facet | None = None

    def narrow(self, texts: Sequence[str], at: datetime) -> Q:
        """The condition for values as they are written, of which there is at least one."""
        values = [self.kind.read(text) for text in texts[: self.kind.max_values] if self.kind.understands(text)]
        return self.condition(values, at) if values else Q(pk__in=[])


def by_items(model: type[Item], name: str, label: Any) -> Filter:
    """Rows that link by `name` to a visible item with the slug: a hidden item cannot be found by filtering."""
    target: Any = model._meta.get_field(name).related_model

    def condition(slugs: Sequence[str], at: datetime) -> Q:
        ids = target._default_manager.published(at).filter(slug__in=slugs).values("id")
        if not is_many(model, name):
            return Q(**{f"{name}__in": ids})
        # IN, not EXISTS: SQLite then begins with the links. Among 100,000 articles a rare tool took 500 ms, now 2 ms.
        table = link_table(model, name)
        return Q(pk__in=table.rows.filter(**{f"{table.target}__in": ids}).values(table.source))

    return Filter(name, label, condition, facet=LinkFacet(model, name))


def by_record(model: type[Item], name: str, label: Any, value: str = "slug") -> Filter:
    """Rows that link by `name` to a record, which has no visibility of its own. value: the record's column in addresses."""

    def condition(values: Sequence[str], _at: datetime) -> Q:
        if not is_many(model, name):
            return Q(**{f"{name}__{value}__in": values})
        table = link_table(model, name)
        return Q(pk__in=table.rows.filter(**{f"{table.target}__{value}__in": values}).values(table.source))

    return Filter(name, label, condition, facet=LinkFacet(model, name, value))


def by_column(name: str, label: Any, kind: ValueKind = CODE) -> Filter:
    """Rows whose column holds one of the values, which are offered as the rows have them."""
    return Filter(name, label, holds(name), kind, ColumnFacet(name))


def by_choice(name: str, label: Any, choices: Sequence[tuple[str, Any]]) -> Filter:
    """The same for a column of few values that are known beforehand, such as levels. choices: (value, label) in their order."""
    return Filter(name, label, holds(name), OneOf(choices), ColumnFacet(name, choices))


def holds(column: str) -> Callable[[Sequence[Any], datetime], Q]:
    return lambda values, _at: Q(**{f"{column}__in": values})


def by_words(model: type[Item], name: str = "q") -> Filter:
    """Rows that the search would find: a name or an alias holds every word."""
    return Filter(name, _("words in the name"), lambda texts, _at: names_hold(model, texts[0]), WORDS)


def by_range(name: str, label: Any, column: str, *, low: int, high: int) -> tuple[Filter, Filter]:
    """`<name>_min` and `<name>_max`, both included. What has no number is in no range."""
    kind = WholeNumber(low, high)
    return (
        bound(f"{name}_min", format_lazy(_("{what} at least"), what=label), f"{column}__gte", kind),
        bound(f"{name}_max", format_lazy(_("{what} at most"), what=label), f"{column}__lte", kind),
    )


def by_time(name: str, label: Any, column: str) -> tuple[Filter, Filter]:
    """`<name>_after`, from that instant on, and `<name>_before`, without it: one day's end is the next one's beginning."""
    return (
        bound(f"{name}_after", format_lazy(_("{what} from"), what=label), f"{column}__gte", MOMENT),
        bound(f"{name}_before", format_lazy(_("{what} before"), what=label), f"{column}__lt", MOMENT),
    )


def bound(name: str, label: Any, lookup: str, kind: ValueKind) -> Filter:
    return Filter(name, label, lambda values, _at: Q(**{lookup: values[0]}), kind)
