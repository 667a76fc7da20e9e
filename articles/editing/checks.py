"""What an edit must hold to before it is written; every refusal says what to mend, and where."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from articles.cleaning import read_instant
from articles.editing.drafting import Draft
from articles.editing.refusals import in_step, missing_pictures, missing_targets, taken
from articles.ids import stored_ids
from articles.models import ITEM_MODELS, Alias, Article, ExternalId, Item, Picture, Step
from articles.naming import make_name_key
from articles.publishing import Status
from articles.rendering import html_references, mistyped_pictures
from articles.snapshots import STEP_LINKS, Columns

# Unicode counts these among letters and signs, and every font draws them as nothing: the Hangul fillers, the empty Braille cell.
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")

type Errors = dict[str, list[str]]


def check_alone(drafts: Sequence[Draft]) -> None:
    """Refuses what is wrong in itself, whatever else is stored."""
    for draft in drafts:
        try:
            check_one(draft)
        except ValidationError as error:
            draft.error = error


def check_one(draft: Draft) -> None:
    """Raises ValidationError keyed by field."""
    errors: Errors = defaultdict(list)
    fields, links = draft.after["fields"], draft.after["links"]
    if not has_visible(fields[draft.model.name_field]):
        errors[draft.model.name_field].append(_("Give it a name that can be seen."))
    publish_at, expire_at = (read_instant(fields[name] or "") for name in ("publish_at", "expire_at"))
    if publish_at and expire_at and expire_at <= publish_at:
        errors["expire_at"].append(_("It must expire after it is published."))
    if issubclass(draft.model, Article):
        check_origin(fields, links, errors)
    for name in draft.model.snapshot_links:
        if draft.model._meta.get_field(name).related_model is draft.model and str(draft.id) in links[name]:
            errors[name].append(_("It cannot link to itself."))
    check_pictures(draft, errors)
    if fields["status"] == Status.PUBLISHED:
        check_publishable(draft, errors)
    if errors:
        raise ValidationError(dict(errors))


def has_visible(name: str) -> bool:
    """Whether a name has a letter, digit, sign or punctuation mark: more than spaces and invisible characters."""
    return any(unicodedata.category(char)[0] in "LNSP" and char not in BLANKS for char in name)


def check_origin(fields: Columns, links: dict[str, list[str]], errors: Errors) -> None:
    if fields["origin"] == Article.Origin.SYNDICATED and not links["source"]:
        errors["source"].append(_("Syndicated text needs its source."))
    if fields["origin"] == Article.Origin.OWN and links["source"]:
        errors["source"].append(_("Our own text has no source; choose “syndicated” or take the source out."))


def check_pictures(draft: Draft, errors: Errors) -> None:
    """Refuses `picture:` with something that is no id, in texts that are written here and now."""
    for name in draft.model.markdown_fields if not draft.edit.is_foreign else ():
        if draft.field_changed(name) and (odd := mistyped_pictures(draft.after["fields"][name] or "")):
            errors[name] += missing_pictures(one[:100] for one in odd).messages


def check_publishable(draft: Draft, errors: Errors) -> None:
    for name in missing_to_publish(draft.model, draft.after):
        errors[name].append(_("Needed before it can be published."))


def missing_to_publish(model: type[Item], snapshot: Any) -> list[str]:
    """The names of what a whole snapshot still lacks before publishing accepts it."""
    values = snapshot["fields"] | {"steps": snapshot.get("steps")}
    return [name for name in model.required_to_publish if not values[name] or not str(values[name]).strip()]


def check_targets(drafts: Sequence[Draft], coming: Mapping[type[models.Model], set[str]] | None = None) -> None:
    """Refuses links to what does not exist; what the same batch creates counts as existing, and what is in `coming`."""
    wanted: dict[Any, set[str]] = defaultdict(set)
    for draft in drafts:
        for link in links_of(draft):
            wanted[link.model].update(link.ids)
    found = {model: stored_ids(model, ids) | (coming or {}).get(model, set()) for model, ids in wanted.items()}
    drop_links_to_failed(drafts, found)


def drop_links_to_failed(drafts: Sequence[Draft], found: dict[Any, set[str]]) -> None:
    """Fails drafts whose targets are missing, again and again: a failed new item is missing to those that link to it."""
    while True:
        created: dict[Any, set[str]] = defaultdict(set)
        for draft in drafts:
            if draft.is_new and not draft.error:
                created[draft.model].add(str(draft.id))
        known = {model: found.get(model, set()) | created.get(model, set()) for model in (*found, *created)}
        failed = False
        for draft in drafts:
            if draft.error is None and (missing := missing_links(draft, known)):
                draft.error, failed = ValidationError(missing), True
        if not failed:
            return


@dataclass(frozen=True, slots=True)
class Links:
    """Ids of one model that a part of a draft links to. step: the number of the step that does, and its link's name."""

    name: str
    model: Any
    ids: set[str]
    step: tuple[int, str] | None = None
    is_text: bool = False

    def refuse(self, missing: set[str]) -> ValidationError:
        if self.is_text and self.model is Picture:
            return missing_pictures(missing)
        error = missing_targets(missing)
        return in_step(*self.step, error) if self.step else error


def missing_links(draft: Draft, known: Mapping[Any, set[str]]) -> dict[str, list[ValidationError]]:
    errors: dict[str, list[ValidationError]] = defaultdict(list)
    for link in links_of(draft):
        if missing := link.ids - known.get(link.model, set()):
            errors[link.name].append(link.refuse(missing))
    return dict(errors)


def links_of(draft: Draft) -> Iterable[Links]:
    """Each link of a draft, its steps' and pictures' included."""
    for name in draft.model.snapshot_links:
        yield Links(name, draft.model._meta.get_field(name).related_model, set(draft.link_ids(name)))
    for name in draft.model.markdown_fields:
        yield from mentions_of(name, draft)
    for number, step in enumerate(draft.after.get("steps", []), start=1):
        for name in STEP_LINKS:
            field: Any = Step._meta.get_field(name)
            yield Links("steps", field.related_model, set(step[name]), (number, str(field.verbose_name)))


def mentions_of(name: str, draft: Draft) -> Iterable[Links]:
    """What a Markdown field must find: pictures, and items that it names by slug.

    A link by id may lead to what is still to come, and shows as its label until then.
    """
    yield Links(name, Picture, set(html_references(draft.html_of(name))[1]), is_text=True)
    for field, item_type, pk in draft.named:
        if field == name:
            yield Links(name, ITEM_MODELS[item_type], {pk}, is_text=True)


def check_attached(drafts: Sequence[Draft]) -> None:
    """Refuses aliases and external ids that another item holds, stored or earlier in the batch."""
    check_owner(
        [draft for draft in drafts if draft.model.has_aliases],
        "aliases",
        lambda draft, row: (draft.model.item_type, make_name_key(row["name"])),
        lambda keys: {
            (alias.item_type, alias.name_key): (alias.item_type, alias.item_id)
            for alias in Alias.objects.filter(name_key__in={key for _type, key in keys})
        },
    )
    check_owner(
        drafts,
        "external_ids",
        lambda _draft, row: (row["scheme"], row["code"]),
        lambda keys: {
            (external.scheme, external.code): (external.item_type, external.item_id)
            for external in ExternalId.objects.filter(code__in={code for _scheme, code in keys})
        },
    )


def check_owner(drafts: Sequence[Draft], name: str, key_of: Any, load: Any) -> None:
    """Fails each draft that claims, in the rows `name`, a key that another item has."""
    changed = [draft for draft in drafts if draft.error is None and draft.field_changed(name)]
    keys = {key_of(draft, row) for draft in changed for row in draft.after["fields"][name]}
    owners: dict[Any, tuple[str, UUID]] = load(keys) if keys else {}
    for draft in changed:
        itself = (draft.model.item_type, draft.id)
        wanted = [(row, owners.get(key_of(draft, row), itself)) for row in draft.after["fields"][name]]
        if lost := [refuse_row(row, owner) for row, owner in wanted if owner != itself]:
            draft.error = ValidationError({name: lost[:10]})
            continue
        owners |= {key_of(draft, row): itself for row in draft.after["fields"][name]}


def refuse_row(row: Mapping[str, Any], owner: tuple[str, UUID]) -> ValidationError:
    shown = " ".join(str(cell) for cell in row.values() if cell)
    return taken(_("Another item has it already: %(row)s."), *owner, row=shown)


def check_names(drafts: Sequence[Draft]) -> None:
    """Refuses a name that another item of the type bears, where the type wants names unique."""
    for model in {draft.model for draft in drafts}:
        if not any(constraint.name.endswith("_name_unique") for constraint in model._meta.constraints):
            continue
        same = [draft for draft in drafts if draft.model is model and draft.error is None]
        changed = [draft for draft in same if draft.field_changed("name")]
        keys = {make_name_key(draft.after["fields"]["name"]) for draft in changed}
        owners = dict(model._default_manager.filter(name_key__in=keys).values_list("name_key", "id"))
        for draft in changed:
            key = make_name_key(draft.after["fields"]["name"])
            if owners.setdefault(key, draft.id) != draft.id:
                message = _("Another item of this type bears this name.")
                draft.error = ValidationError({"name": taken(message, model.item_type, owners[key])})


def check_languages(drafts: Sequence[Draft]) -> None:
    """Refuses a second article in one language in a translation group."""
    articles = [draft for draft in drafts if issubclass(draft.model, Article) and draft.error is None]
    groups = {draft.after["fields"]["translation_group"] for draft in articles}
    rows = Article.objects.filter(translation_group__in=groups).values_list("translation_group", "language", "id")
    owners = {(str(group), language): pk for group, language, pk in rows}
    for draft in articles:
        key = (draft.after["fields"]["translation_group"], draft.after["fields"]["language"])
        if owners.setdefault(key, draft.id) != draft.id:
            message = _("Its translation group has an article in this language already.")
            draft.error = ValidationError({"language": taken(message, Article.item_type, owners[key])})
