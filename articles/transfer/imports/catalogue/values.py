"""What a row writes: fields, names, codes and links, with references by id."""

from articles.naming import make_name_key
from articles.snapshots import AliasRow, CodeRow, Columns, Snapshot
from articles.transfer.imports.catalogue.plan import ItemImport, Planned


def read_values(one: Planned, work: ItemImport) -> Snapshot:
    """What every import of the row writes, with links by id."""
    row = one.row
    fields: Columns = {name: value for name, value in row.fields.items() if name != "slug"}
    fields["external_ids"] = free_ids(one, work)
    if work.model.has_aliases and (row.aliases or "aliases" in row.says):
        fields["aliases"] = free_aliases(one, work)
    links = find_links(one, work)
    snapshot = Snapshot(fields=fields, links=links)
    if row.resources is not None:
        snapshot["resources"] = row.resources
    if row.steps is not None:
        snapshot["steps"] = [work.links.find_step(step, one.entry.warnings) for step in row.steps]
    return snapshot


def free_ids(one: Planned, work: ItemImport) -> list[CodeRow]:
    """The row's codes but for those that other items hold."""
    codes: list[CodeRow] = []
    own = [(work.sheet.scheme, one.row.code)] if work.sheet.scheme else []
    for scheme, code in [*own, *one.row.ids]:
        owner = work.links.owner_of_code(scheme, code) or work.names.codes.get((scheme, code))
        if owner not in (None, one.pk):
            one.entry.warnings.append(f"the code {scheme} {code} stays with the item that has it")
            continue
        codes.append({"scheme": scheme, "code": code})
    return codes


def free_aliases(one: Planned, work: ItemImport) -> list[AliasRow]:
    """The row's aliases but for its own name and for those that another item bears or has been given.

    Items may hold an alias that is a name, even another item's: whoever had it first keeps it. So an export of ours
    brings each back that no other item has as its alias.
    """
    free: dict[str, AliasRow] = {}
    own = make_name_key(one.row.fields[work.model.name_field])
    for alias in one.row.aliases:
        key = make_name_key(alias["name"])
        if not key or (key == own and work.sheet.scheme):
            continue
        owner = work.owner_of_alias(key)
        if owner not in (None, one.pk):
            one.entry.warnings.append(f"the alias “{alias['name']}” stays with the item that has it")
            continue
        work.claim_alias(key, one.pk)
        free.setdefault(key, alias)
    return list(free.values())


def find_links(one: Planned, work: ItemImport) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    row = one.row
    if row.categories or "categories" in row.says:
        found = [work.categories.get((name.scheme, name.code)) for name in row.categories]
        links["categories"] = [str(category.pk) for category in found if category]
    if row.group or "group" in row.says:
        links["group"] = [str(work.groups[row.group].pk)] if row.group in work.groups else []
    if row.above or row.says & set(work.model.acyclic_links[:1]):
        links |= find_above(one, work)
    for name, references in row.links.items():
        links[name] = work.links.find(work.model, name, references, one.entry.warnings)
    return later_links(one, links, work)


def find_above(one: Planned, work: ItemImport) -> dict[str, list[str]]:
    """The first broader item that is here; the link has room for one."""
    name = work.model.acyclic_links[0]
    codes, scheme = work.names.codes, work.sheet.scheme
    above = [codes.get((scheme, code)) or work.names.by_name(code) for code in one.row.above]
    found = [pk for pk in above if pk is not None]
    if len(found) > 1:
        one.entry.warnings.append(f"{name}: the first of {len(found)} was taken")
    if one.row.above and not found:
        if work.sheet.wants_parent:
            one.entry.warnings.append(f"{name}: {', '.join(one.row.above)} is not here")
        return {}
    return {name: [str(pk) for pk in found[:1]]}


def later_links(one: Planned, links: dict[str, list[str]], work: ItemImport) -> dict[str, list[str]]:
    """Without links to items of the type that this run makes: those are set when all are there."""
    for name in [name for name in links if work.model._meta.get_field(name).related_model is work.model]:
        if name not in work.model.acyclic_links:
            one.later_links[name] = links.pop(name)
    return links


def first_values(one: Planned, work: ItemImport) -> Columns:
    """What only a new item gets: the dates and the address that the row gives it."""
    row = one.row
    slug = str(row.fields.get("slug") or "")
    if slug and work.names.slugs.get(slug) != one.pk:
        one.entry.warnings.append(f"the address “{slug}” is another item's; it gets one of its own")
        row.fields["slug"] = ""
    names = ("slug", "publish_at", "expire_at", "translation_group")
    return {name: row.fields[name] for name in names if row.fields.get(name)}
