"""One edit on its way into the database: what was given, what is stored, what it becomes.

Everything slow and pure happens in `Draft.prepare`, before any lock is taken: cleaning and rendering.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from articles.cleaning import clean_snapshot
from articles.editing.refusals import missing_references
from articles.ids import is_uuid
from articles.models import ITEM_MODELS, Item, Record
from articles.rendering import (
    RENDERER_VERSION,
    Purse,
    Rendered,
    TooCostlyError,
    html_references,
    possible_references,
    render_markdown,
    rewrite_references,
)
from articles.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import read for one external id, kept so that the next import can tell an editor's change.

    digest: of everything that was read, so that the next import can tell what is unchanged without reading it.
    """

    scheme: str
    code: str
    snapshot: Snapshot
    digest: str = ""

    def as_written(self, model: type[Item], given: Snapshot, after: Snapshot) -> Snapshot:
        """What was read, with texts as they are stored: links in them go by id. after: what the item became by `given`."""
        fields = self.snapshot["fields"]
        written = [name for name in model.markdown_fields if name in fields and name in given["fields"]]
        texts = {name: after["fields"][name] for name in written}
        return Snapshot(**{**self.snapshot, "fields": {**fields, **texts}})


@dataclass(frozen=True, slots=True)
class Edit:
    """A wish: that `item` (new or stored) takes on what `snapshot` says; parts left out stay as they are.

    expected_version: the version the writer saw, 0 for a new item; None does not compare.
    is_foreign: whether its texts were written elsewhere, where `picture:` may mean something else.
    is_clean: whether the snapshot is one that `clean_snapshot` gave, so that it need not be cleaned again.
    """

    item: Item
    snapshot: Snapshot
    expected_version: int | None = None
    imported: Imported | None = None
    is_foreign: bool = False
    is_clean: bool = False

    def cleaned(self) -> Snapshot:
        """The snapshot in its canonical form, which may be changed. Raises ValidationError."""
        given = self.snapshot
        if not self.is_clean:
            return clean_snapshot(type(self.item), given)
        return Snapshot(**{**given, "fields": {**given["fields"]}, "links": {**given["links"]}})


class EditConflict(Exception):
    """Somebody else saved the item or record since the writer read it; nothing was written."""

    def __init__(self, item: Item | Record, expected_version: int, actual_version: int) -> None:
        name = item._meta.model_name
        super().__init__(f"{name} {item.pk}: version {expected_version} expected, {actual_version} stored")
        self.item = item
        self.expected_version = expected_version
        self.actual_version = actual_version


@dataclass
class Draft:
    edit: Edit
    model: type[Item]
    item: Item
    given: Snapshot = field(default_factory=Snapshot)
    rendered: dict[str, Rendered] = field(default_factory=dict)
    named: set[tuple[str, str, str]] = field(default_factory=set)  # (field, type, id) of links that were given by slug
    before: Snapshot | None = None
    after: Snapshot = field(default_factory=Snapshot)
    live_before: bool = False
    old_slug: str = ""
    error: ValidationError | EditConflict | None = None
    # What all texts of a save may cost together, to find their references by slug and to render them.
    looking: Purse = field(default_factory=Purse)
    rendering: Purse = field(default_factory=Purse)

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    @property
    def id(self) -> UUID:
        return self.item.id

    def field_changed(self, name: str) -> bool:
        return self.before is None or self.before["fields"].get(name) != self.after["fields"].get(name)

    def link_ids(self, name: str) -> list[str]:
        return self.after["links"].get(name, [])

    def cited_pictures(self) -> list[str]:
        """Ids of all pictures the item will show, sorted."""
        cited = {*self.after["links"].get("cover", [])}
        for name in self.model.markdown_fields:
            cited |= html_references(self.html_of(name))[1]
        return sorted(cited)

    def html_of(self, name: str) -> str:
        """The HTML of a Markdown field as it will be stored."""
        rendered = self.rendering_of(name)
        return str(getattr(self.item, f"{name}_html")) if rendered is None else rendered.html

    def renew_purses(self) -> None:
        """After a text from before there were limits, for which the others shall not pay."""
        self.looking, self.rendering = Purse(), Purse()

    def rendering_of(self, name: str) -> Rendered | None:
        """The new rendering of a Markdown field; None where the stored one still holds."""
        if not self.field_changed(name) and self.item.rendered_with == RENDERER_VERSION:
            return None
        if name not in self.rendered:
            try:
                self.rendered[name] = render_markdown(self.after["fields"][name], purse=self.rendering)
            except TooCostlyError as error:
                if self.field_changed(name):
                    raise ValidationError({name: error.message}) from None
                self.renew_purses()
                return None  # stored before there were limits: what is shown of it stays
        return self.rendered[name]


def make_draft(edit: Edit) -> Draft:
    return Draft(edit=edit, model=type(edit.item), item=edit.item)


def prepare(draft: Draft, slugs: dict[tuple[str, str], UUID]) -> None:
    """Cleans what was given, turns slugs in links into ids and renders; an error is kept in the draft.

    slugs: (type, slug) of every item that texts may name, to its id.
    """
    try:
        draft.given = draft.edit.cleaned()
        fields = draft.given["fields"]
        for name in draft.model.markdown_fields:
            if name in fields:
                read_text(draft, name, slugs)
    except ValidationError as error:
        draft.error = error


def read_text(draft: Draft, name: str, slugs: dict[tuple[str, str], UUID]) -> None:
    """Raises ValidationError for a text that names what does not exist, or would take too long to render."""
    try:
        draft.given["fields"][name] = resolve_references(draft, name, slugs)
        render_field(draft, name)
    except TooCostlyError as error:
        stored = draft.edit.item
        if not stored.version or getattr(stored, name) != draft.given["fields"][name]:
            raise ValidationError({name: error.message}) from None
        draft.renew_purses()


def resolve_references(draft: Draft, name: str, slugs: dict[tuple[str, str], UUID]) -> str:
    """The text with `[[skill:python]]` written by id. Raises ValidationError naming what does not exist."""
    source, named = by_id(name, draft.given["fields"][name], slugs, draft.looking)
    draft.named |= {(name, item_type, pk) for item_type, pk in named}
    return source


def by_id(
    name: str, source: str, slugs: Mapping[tuple[str, str], UUID], purse: Purse | None = None
) -> tuple[str, set[tuple[str, str]]]:
    """The text of this field with references by id, and (type, id) of those that were by slug. Raises ValidationError."""
    by_slug = slug_references(source)
    if not by_slug:
        return source, set()
    missing: list[tuple[str, str]] = []
    named: set[tuple[str, str]] = set()

    def replace(item_type: str, key: str) -> str | None:
        if (item_type, key) not in by_slug:
            return None
        found = slugs.get((item_type, key))
        if found is None:
            missing.append((item_type, key))
            return None
        named.add((item_type, str(found)))
        return str(found)

    source = rewrite_references(source, replace, purse=purse)
    if missing:
        raise ValidationError({name: missing_references(missing)})
    return source, named


def slug_references(source: str) -> set[tuple[str, str]]:
    """(type, slug) of what looks like a reference by slug; some may stand in code."""
    return {(kind, key) for kind, key in possible_references(source) if kind in ITEM_MODELS and not is_uuid(key)}


def render_field(draft: Draft, name: str) -> None:
    source: Any = draft.given["fields"][name]
    stored = draft.edit.item
    if stored.version and stored.rendered_with == RENDERER_VERSION and getattr(stored, name) == source:
        return
    draft.rendered[name] = render_markdown(source, purse=draft.rendering)
