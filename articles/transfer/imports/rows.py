"""What profiles and mappings make of the rows of a table: the same few shapes, whatever the source."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal
from uuid import UUID

from articles.snapshots import AliasRow, Columns, ResourceRow, StepRow
from articles.transfer.imports.standing import Standing
from articles.transfer.imports.tables import TableRow


@dataclass(frozen=True, slots=True)
class CategoryName:
    """A category of tools, known by scheme and code. parent: the code of the one above it, in the same scheme."""

    scheme: str
    code: str
    name: str
    parent: "CategoryName | None" = None
    skip: ClassVar[str] = ""

    @property
    def title(self) -> str:
        return self.name


@dataclass(slots=True)
class ItemRow:
    """One item. code: in the sheet's scheme. above: codes of broader items, the first known one is taken.

    version: that an export saw. is_addition: whether the row only adds to another row of the same code. says: the lists that the source tells wholly, so that none in them means none. needs: codes of rows that have to come in before this one for another reason, such as prerequisites.
    links: references by link: an id, slug, name, alias or `scheme=code`. clean: of fields that were cleaned, what was given and what became of it. standing: what the row says about being public; None: nobody looked yet. skip: why the row is left out.
    """

    code: str
    fields: Columns = field(default_factory=dict)
    clean: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    aliases: list[AliasRow] = field(default_factory=list)
    ids: list[tuple[str, str]] = field(default_factory=list)
    categories: list[CategoryName] = field(default_factory=list)
    group: str = ""
    above: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)
    resources: list[ResourceRow] | None = None
    steps: list[StepRow] | None = None
    says: frozenset[str] = frozenset()
    is_addition: bool = False
    id: UUID | None = None
    version: int = 0
    standing: Standing | None = None
    skip: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.fields.get("title") or self.fields.get("name") or "")


@dataclass(frozen=True, slots=True)
class Ref:
    """An item by its code. name: what to call it, and what to look for where it has no code.

    other_codes: (scheme, code) under which it may be known too.
    """

    item_type: str
    scheme: str
    code: str
    name: str = ""
    other_codes: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        return self.name or self.code


@dataclass(frozen=True, slots=True)
class LinkRow:
    """That an item links to another, or has another name. part: the link's name, or "aliases"."""

    source: Ref
    part: str
    target: Ref | None = None
    alias: str = ""
    skip: str = ""

    @property
    def added(self) -> str:
        return self.alias or (self.target.title if self.target else "")

    @property
    def title(self) -> str:
        return f"{self.source.title} → {self.added}"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Measured numbers about an occupation in an industry; None: not released."""

    industry: Ref
    occupation: Ref
    values: dict[str, str | None]
    year: int
    source: str
    skip: str = ""

    @property
    def title(self) -> str:
        return f"{self.industry.name} · {self.occupation.name}"


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record of an export. columns: value by column, with references as texts."""

    id: UUID | None
    version: int
    columns: Columns
    skip: ClassVar[str] = ""

    @property
    def title(self) -> str:
        return str(next(filter(None, map(self.columns.get, ("name", "publisher", "measure"))), ""))


# What a sheet makes of a row. title: what to call it in reports; skip: why it is left out.
type Row = ItemRow | LinkRow | FigureRow | CategoryName | RecordRow
type Kind = Literal["items", "links", "figures", "categories", "records"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """How the rows of a table are read. read: None for a row of another sheet; raises ValueError. columns, without: those that the table has, and has not, where the sheet fits.

    scheme: of the codes of items. joins_by_name, joins_by_alias: whether a row whose code is new and whose name a stored
    item bears (as its name, as an alias) means that item. wants_parent: whether a parent that is not here is worth a
    warning. other_meaning: columns that say something else here than whether readers may see the item.
    """

    kind: Kind
    columns: frozenset[str]
    read: Callable[[TableRow], Row | None]
    item_type: str = ""
    scheme: str = ""
    joins_by_name: bool = True
    joins_by_alias: bool = False
    wants_parent: bool = True
    title: str = ""
    without: frozenset[str] = frozenset()
    other_meaning: frozenset[str] = frozenset()

    def fits(self, columns: Collection[str]) -> bool:
        return self.columns <= set(columns) and not self.without & set(columns)


@dataclass(frozen=True, slots=True)
class Profile:
    """A published set whose files are known. Sheets are imported in their order."""

    name: str
    title: str
    sheets: tuple[Sheet, ...]
    notice: str = ""
