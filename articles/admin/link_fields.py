"""Fields that choose what an item links to: select2 boxes that ask the server for names, never a list of thousands.

They hold ids and check no more than their form; `articles.editing` says whether what they name exists.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast

from articles.admin.site import label_of
from articles.cleaning import clean_ids
from articles.ids import is_uuid
from articles.models import Item, Picture, Source, User
from articles.naming import make_sort_key

type LinkModel = type[models.Model]

TIMES = ("publish_at", "expire_at")
NEVER = Cast(models.Value(None), models.DateTimeField())


def label_columns(model: LinkModel) -> tuple[str, ...]:
    """The columns, one or two, that the label of a row needs; the others may be megabytes of text."""
    if issubclass(model, Item):
        return (model.name_field, "status")
    return {Source: ("publisher", "title"), User: ("public_name", "username"), Picture: ("alt",)}.get(model, ("name",))


def label_rows(model: LinkModel, ids: Iterable[str], place: int) -> models.QuerySet[Any, Any]:
    """(place, id, first label column, second or empty, when readers see it from and until) of the rows, for a union."""
    columns = [models.F(name) for name in label_columns(model)]
    nothing = models.Value("", output_field=models.CharField())
    times = [models.F(name) for name in TIMES] if issubclass(model, Item) else [NEVER] * len(TIMES)
    rows = model._default_manager.filter(pk__in=ids).order_by()
    return rows.values_list(models.Value(place), "pk", *columns, *[nothing] * (2 - len(columns)), *times)


class LabelBook:
    """The labels of linked rows on one page: one query fetches all that were announced before the first is needed."""

    def __init__(self) -> None:
        self.wanted: dict[LinkModel, set[str]] = defaultdict(set)
        self.known: dict[LinkModel, dict[str, str]] = defaultdict(dict)

    def want(self, model: LinkModel, ids: Iterable[object]) -> None:
        self.wanted[model].update(text for text in map(str, ids) if is_uuid(text))

    def labels(self, model: LinkModel, ids: Sequence[object]) -> list[tuple[str, str]]:
        """(id, label) of those that exist, by label."""
        self.want(model, ids)
        self.load()
        known = self.known[model]
        pairs = [(str(pk), known[str(pk)]) for pk in ids if known.get(str(pk))]
        return sorted(pairs, key=lambda pair: make_sort_key(pair[1]))

    def load(self) -> None:
        missing = {model: ids for model, wanted in self.wanted.items() if (ids := wanted - self.known[model].keys())}
        places = list(missing)
        parts = [label_rows(model, missing[model], place) for place, model in enumerate(places)]
        for model in places:
            self.known[model] |= dict.fromkeys(missing[model], "")
        for place, pk, first, second, *times in parts[0].union(*parts[1:], all=True).order_by() if parts else ():
            model = places[place]
            row = model(**dict(zip(label_columns(model), (first, second), strict=False)))
            if isinstance(row, Item):
                row.publish_at, row.expire_at = times
            self.known[model][str(pk)] = label_of(row)


class LinkMixin(AutocompleteMixin):
    """Shows what is chosen by the labels of the page's book, and leaves the rest to the autocomplete view."""

    def __init__(self, field: Any, admin_site: AdminSite, *, book: LabelBook) -> None:
        super().__init__(field, admin_site)
        self.book = book

    def optgroups(self, name: str, value: Sequence[Any], attr: Any = None) -> list[Any]:
        options = []
        if not self.is_required and not self.allow_multiple_selected:  # type: ignore[attr-defined]
            options.append(self.create_option(name, "", "", selected=False, index=0))  # type: ignore[attr-defined]
        chosen = [one for one in value if one]
        for pk, label in self.book.labels(self.field.remote_field.model, chosen):
            options.append(self.create_option(name, pk, label, selected=True, index=len(options)))  # type: ignore[attr-defined]
        return [(None, options, 0)]


class LinkSelect(LinkMixin, forms.Select):
    pass


class LinkSelectMultiple(LinkMixin, forms.SelectMultiple):
    pass


class LinkField(forms.Field):
    """The ids of the chosen rows, as a snapshot holds them: a sorted list, for single links of one or none."""

    def __init__(self, db_field: Any, admin_site: AdminSite, *, many: bool, book: LabelBook, **options: Any) -> None:
        self.target: LinkModel = db_field.remote_field.model
        widget = LinkSelectMultiple if many else LinkSelect
        super().__init__(widget=widget(db_field, admin_site, book=book), required=False, **options)

    def to_python(self, value: Any) -> list[str]:
        values = value if isinstance(value, list | tuple) else [value]
        return clean_ids([one for one in values if one])

    def prepare_value(self, value: Any) -> Any:
        """A single link's value is its id, in a snapshot's list or bare; nothing chosen is the empty text."""
        if isinstance(self.inner_widget, LinkSelectMultiple):
            return value or []
        if isinstance(value, list | tuple):
            return value[0] if value else ""
        return value

    @property
    def inner_widget(self) -> forms.Widget:
        """The select box, without the frame that adds the "add another" link."""
        return cast("forms.Widget", getattr(self.widget, "widget", self.widget))

    def chosen(self, bound: forms.BoundField) -> list[object]:
        value = bound.value()
        return list(value) if isinstance(value, list | tuple) else [value] if value else []

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
