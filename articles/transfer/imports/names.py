"""Who bears which name, alias, slug and code: what is stored, and what a run adds to it."""

from uuid import UUID

from articles.ids import read_uuid
from articles.models import ITEM_MODELS, Alias, ExternalId, Item
from articles.naming import make_name_key
from articles.snapshots import Columns


class Names:
    """Of all items of one type. Four queries when it is made, none after."""

    def __init__(self, item_type: str) -> None:
        self.model: type[Item] = ITEM_MODELS[item_type]
        rows = self.model._default_manager.values_list("name_key", "id", "slug").order_by("-created_at", "-id")
        # Of two items with one name the older one is meant: it comes last here.
        self.names: dict[str, UUID] = {}
        self.slugs: dict[str, UUID] = {}
        for name, pk, slug in rows:
            self.names[name], self.slugs[slug] = pk, pk
        self.ids = set(self.slugs.values())
        of_type = {"item_type": item_type}
        self.aliases: dict[str, UUID] = dict(Alias.objects.filter(**of_type).values_list("name_key", "item_id"))
        self.codes: dict[tuple[str, str], UUID] = {
            (scheme, code): pk
            for scheme, code, pk in ExternalId.objects.filter(**of_type).values_list("scheme", "code", "item_id")
        }

    @property
    def are_unique(self) -> bool:
        """Whether no two items of the type may have one name."""
        return any(constraint.name.endswith("_name_unique") for constraint in self.model._meta.constraints)

    def by_name(self, name: str, *, with_aliases: bool = True) -> UUID | None:
        key = make_name_key(name)
        return self.names.get(key) or (self.aliases.get(key) if with_aliases else None)

    def find(self, reference: str) -> UUID | None:
        """The item that an id, a slug, a name, an alias or `scheme=code` means."""
        if reference in self.slugs:
            return self.slugs[reference]
        if found := self.by_name(reference):
            return found
        scheme, _equals, code = reference.partition("=")
        if found := self.codes.get((scheme, code)):
            return found
        return self.by_id(reference)

    def by_id(self, text: str) -> UUID | None:
        pk = read_uuid(text)
        return pk if pk in self.ids else None

    def add(self, pk: UUID, *, name: str, slug: str = "") -> None:
        """An item that the run is going to make."""
        self.ids.add(pk)
        self.names.setdefault(make_name_key(name), pk)
        if slug:
            self.slugs.setdefault(slug, pk)

    def add_state(self, pk: UUID, fields: Columns) -> None:
        """`add` with aliases and codes, for an item of which it is known what all of it is going to be."""
        self.add(pk, name=fields[self.model.name_field], slug=fields["slug"])
        self.codes |= {(row["scheme"], row["code"]): pk for row in fields["external_ids"]}
        for row in fields.get("aliases", []):
            self.aliases.setdefault(make_name_key(row["name"]), pk)

    def owner_of_alias(self, alias: str) -> UUID | None:
        """Who holds a name, as its own or as an alias."""
        key = make_name_key(alias)
        return self.names.get(key) or self.aliases.get(key)
