"""How rows of published sets are read, declared by their columns: what a row gives an item, and what it links."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from articles.snapshots import Columns
from articles.transfer.cells import split_list
from articles.transfer.imports.profiles.texts import aliases_of, as_markdown, in_brief, text_of
from articles.transfer.imports.rows import ItemRow, LinkRow, Ref, Sheet
from articles.transfer.imports.tables import TableRow


def nothing(_row: TableRow, _item: ItemRow) -> None:
    """Where each thing is said by a column of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShape:
    """scheme: of the codes. code, name: columns; without a code the name is it. text: gives the description, and in brief the summary.

    fields: further ones, each by its column. aliases: a column of several. says: as in `ItemRow`. complete: adds what no
    single column says.
    """

    item_type: str
    scheme: str
    code: str = ""
    name: str = "name"
    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    aliases: str = ""
    says: frozenset[str] = frozenset()
    complete: Callable[[TableRow, ItemRow], None] = nothing

    def read(self, row: TableRow) -> ItemRow:
        fields: Columns = {"name": text_of(row, self.name)}
        if self.text:
            text = text_of(row, self.text)
            fields |= {"summary": in_brief(text), "description": as_markdown(text)}
        fields |= {name: text_of(row, column) for name, column in self.fields.items()}
        item = ItemRow(code=text_of(row, self.code), fields=fields, says=self.says)
        item.aliases = aliases_of(split_list(text_of(row, self.aliases), (" | ", "\n")))
        self.complete(row, item)
        return item

    def sheet(self, columns: Collection[str], title: str, **options: Any) -> Sheet:
        """options: as in `Sheet`."""
        return Sheet("items", frozenset(columns), self.read, self.item_type, self.scheme, title=title, **options)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: columns of its code in the scheme, and of its name."""

    item_type: str
    scheme: str
    code: str
    name: str = ""

    def read(self, row: TableRow) -> Ref:
        return Ref(self.item_type, self.scheme, text_of(row, self.code), text_of(row, self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShape:
    """source: what links. to: what by the link `part`; else alias: the column of a further name of the source.

    skip: why a row is left out, "" for one that is not.
    """

    source: End
    part: str = "aliases"
    to: End | None = None
    alias: str = ""
    skip: Callable[[TableRow], str] = lambda _row: ""

    def read(self, row: TableRow) -> LinkRow:
        target = self.to.read(row) if self.to else None
        return LinkRow(self.source.read(row), self.part, target, text_of(row, self.alias), self.skip(row))

    def sheet(self, columns: Collection[str], title: str) -> Sheet:
        source = self.source
        return Sheet("links", frozenset(columns), self.read, source.item_type, source.scheme, title=title)
