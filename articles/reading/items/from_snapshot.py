"""What is shown of an item as a function of a snapshot, of what readers see of others, and of an instant.

No column is read on the way: what follows from the snapshot is worked out by the rules of the save. What others say of the item
(links that lead to it, figures, what stands beside it) and what readers were told of its changes is asked from `Holdings`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from articles.columns import fill_columns, keep_rendered
from articles.media.diagrams import find_diagrams
from articles.models import ITEM_MODELS, Alias, Category, ExternalId, Figure, Item, Resource, Step
from articles.naming import make_name_key
from articles.reading.items.attached import INTERNAL_SCHEMES, Attached
from articles.reading.items.holdings import Extent, Holdings, StoredHoldings
from articles.reading.items.links import MAX_COUNT, CountedLinks, NamedItem, Relation, to_linked
from articles.reading.items.names import Names
from articles.reading.items.related import Related
from articles.reading.items.shown import ShownItem, show
from articles.reading.items.steps import ShownStep
from articles.reading.texts import Mentions
from articles.rendering import LinkTarget, Reference, Targets, render_markdown
from articles.snapshots import STEP_FIELDS, Snapshot, blank_snapshot, field_target, record_links


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an item does not follow from its snapshot. first_published_at: None for what never was to be."""

    id: UUID
    version: int
    created_at: datetime
    updated_at: datetime
    first_published_at: datetime | None = None


def show_snapshot(
    snapshot: Snapshot,
    standing: Standing,
    names: Names,
    extent: Extent,
    *,
    others: Callable[[Item], Holdings] | None = None,
) -> ShownItem[Any, Any]:
    """What `articles.reading.items.shown.load_shown` gives of an item that is stored so.

    snapshot: a whole one, as revisions hold it. others(item): what stands behind the item; without it, what the tables hold.
    Raises TooCostlyError for a text from before there were limits.
    """
    whole = complete(snapshot)
    item = build_item(whole, standing, names)
    behind = others(item) if others else StoredHoldings(item, names.at)
    return show(item, SnapshotHoldings(item, whole, names, behind), extent)


def complete(snapshot: Snapshot) -> Snapshot:
    """With all parts that the type has by now."""
    blank: Any = blank_snapshot(snapshot["type"])
    given: Any = {name: part for name, part in snapshot.items() if name not in ("fields", "links")}
    fields = blank["fields"] | snapshot.get("fields", {})
    whole: Snapshot = {**blank, **given, "fields": fields, "links": blank["links"] | snapshot.get("links", {})}
    return whole


def build_item(snapshot: Snapshot, standing: Standing, names: Names) -> Item:
    """An instance that is not stored, with the records that it names."""
    item = ITEM_MODELS[snapshot["type"]](
        id=standing.id,
        version=standing.version,
        created_at=standing.created_at,
        updated_at=standing.updated_at,
        first_published_at=standing.first_published_at,
    )
    fill_columns(item, snapshot)
    for name in item.markdown_fields:
        keep_rendered(item, name, render_markdown(snapshot["fields"][name]))
    for name in record_links(type(item)):
        ids = snapshot["links"][name]
        record_model: Any = field_target(type(item), name)
        setattr(item, name, names.records(record_model, ids).get(ids[0]) if ids else None)
    return item


@dataclass(frozen=True, slots=True)
class SnapshotHoldings:
    """What the item holds is in the snapshot, what it is called in `names`; `others` answers what neither tells."""

    item: Item
    snapshot: Snapshot
    names: Names
    others: Holdings

    def targets(self, mentions: Mentions) -> Targets:
        named = self.names.items(mentions.items)
        links = {reference: LinkTarget(one.url, one.name) for reference, one in named.items()}
        return Targets(links, self.names.pictures(mentions.pictures), find_diagrams(mentions.diagrams))

    def links(self, relations: Sequence[Relation], *, limit: int | None) -> dict[str, CountedLinks]:
        held = self.held_items([one for one in relations if one.name in self.item.snapshot_links])
        asked = [one if one.name not in held else self.without_held(one) for one in relations]
        found = self.others.links([one for one in asked if one], limit=limit)
        return {
            one.name: joined(one, held.get(one.name, []), found.get(one.name, CountedLinks()), limit)
            for one in relations
        }

    def held_items(self, relations: Sequence[Relation]) -> dict[str, list[NamedItem]]:
        """What readers see of the links of the snapshot, by the relation's name."""
        wanted = {one.name: self.references(one) for one in relations}
        named = self.names.items({reference for found in wanted.values() for reference in found})
        return {name: [named[one] for one in found if one in named] for name, found in wanted.items()}

    def references(self, relation: Relation) -> list[Reference]:
        return [Reference(relation.model.item_type, pk) for pk in self.snapshot["links"][relation.name]]

    def without_held(self, relation: Relation) -> Relation | None:
        """The links of others only; None where it is the item's side alone that holds them."""
        if relation.others is None:
            return None
        from_others, held = relation.others, self.snapshot["links"][relation.name]
        return replace(relation, condition=lambda item: from_others(item) & ~Q(pk__in=held))

    def attached(self, kinds: Collection[str], *, limit: int | None) -> Attached:
        told = self.others.attached([kind for kind in kinds if kind == "notes"], limit=limit)
        fields, resources = self.snapshot["fields"], self.snapshot["resources"]
        aliases = sorted(fields.get("aliases", []), key=lambda row: make_name_key(row["name"]))
        codes = sorted(fields["external_ids"], key=lambda row: (row["scheme"], row["code"]))
        public = [row for row in codes if not row["scheme"].startswith(INTERNAL_SCHEMES)]
        return Attached(
            [Alias(**row) for row in aliases[:limit]] if "aliases" in kinds else [],
            [Resource(**row) for row in resources[:limit]] if "resources" in kinds else [],
            told.notes,
            [ExternalId(**row) for row in public[:limit]] if "external_ids" in kinds else [],
        )

    def authors(self) -> list[str]:
        return self.names.authors(self.snapshot["links"]["authors"])

    def categories(self) -> list[Category]:
        return list(self.names.records(Category, self.snapshot["links"]["categories"]).values())

    def steps(self) -> list[ShownStep]:
        rows = self.snapshot["steps"]
        skills = {Reference("skill", pk) for row in rows for pk in row["skills"]}
        articles = {Reference("article", pk) for row in rows for pk in row["articles"]}
        named = self.names.items(skills | articles)

        def visible(kind: str, ids: Sequence[str]) -> list[NamedItem]:
            found = [named[one] for pk in ids if (one := Reference(kind, pk)) in named]
            return sorted(found, key=lambda one: (one.sort_key, one.id))

        return [
            ShownStep(step_of(row, position), visible("skill", row["skills"]), visible("article", row["articles"]))
            for position, row in enumerate(rows, start=1)
        ]

    def figures(self, *, limit: int | None) -> list[Figure]:
        return self.others.figures(limit=limit)

    def related(
        self, things: Mapping[str, Sequence[NamedItem]], *, chosen: Sequence[NamedItem], limit: int
    ) -> list[Related]:
        return self.others.related(things, chosen=chosen, limit=limit)


def joined(relation: Relation, held: list[NamedItem], others: CountedLinks, limit: int | None) -> CountedLinks:
    """Both sides of a relation as one, in its order."""
    linked = to_linked(relation, [*held, *others.items], relation.limit or limit)
    return CountedLinks(linked.items, min(len(held) + others.count, MAX_COUNT + 1), linked.has_more or others.has_more)


def step_of(row: Mapping[str, Any], position: int) -> Step:
    return Step(position=position, **{name: row[name] for name in STEP_FIELDS})
