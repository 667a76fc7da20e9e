"""What readers see of other items, of records and of pictures, by their ids: names and addresses, nothing longer."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from articles.models import ITEM_MODELS, Record, User
from articles.reading.expressions import text_value
from articles.reading.items.links import NamedItem, named_values, union_rows
from articles.reading.texts import load_pictures
from articles.rendering import PictureTarget, Reference


class Names(Protocol):
    """Answers for one instant; what readers do not see then is left out of every answer."""

    @property
    def at(self) -> datetime: ...

    def items(self, wanted: Collection[Reference]) -> dict[Reference, NamedItem]: ...

    def pictures(self, ids: Collection[str]) -> dict[str, PictureTarget]: ...

    def records[T: Record](self, model: type[T], ids: Collection[str]) -> dict[str, T]:
        """What has no visibility of its own, such as a section or a cover, by id."""

    def authors(self, ids: Collection[str]) -> list[str]:
        """From A to Z; authors without a public name are not told."""


@dataclass(frozen=True, slots=True)
class StoredNames:
    """From the tables: one query for each question, at most two for pictures; none for no ids."""

    at: datetime

    def items(self, wanted: Collection[Reference]) -> dict[Reference, NamedItem]:
        ids: dict[str, list[str]] = defaultdict(list)
        for one in wanted:
            if one.type in ITEM_MODELS:
                ids[one.type].append(one.id)
        parts = [
            named_values(model._default_manager.published(self.at).filter(pk__in=ids[name]), model, text_value(""))
            for name, model in ITEM_MODELS.items()
            if name in ids
        ]
        return {Reference(named.type, str(named.id)): named for _group, named in union_rows(parts)}

    def pictures(self, ids: Collection[str]) -> dict[str, PictureTarget]:
        return load_pictures(ids, self.at)

    def records[T: Record](self, model: type[T], ids: Collection[str]) -> dict[str, T]:
        return {str(row.pk): row for row in model._default_manager.filter(pk__in=ids)} if ids else {}

    def authors(self, ids: Collection[str]) -> list[str]:
        named = User.objects.filter(pk__in=ids).exclude(public_name="")
        return sorted(named.values_list("public_name", flat=True)) if ids else []
