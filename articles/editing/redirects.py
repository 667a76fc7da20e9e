"""Gives items their slugs and keeps the addresses they had."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.editing.drafting import Draft
from articles.editing.refusals import taken
from articles.models import Redirect
from articles.slugs import is_reserved, slug_candidates

type Owners = dict[str, UUID]


def assign_slugs(drafts: Sequence[Draft]) -> None:
    """Sets the slug of every draft that wants a new one; one that was asked for and is taken fails its draft."""
    by_model: dict[type, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.error is None and draft.field_changed("slug"):
            by_model[draft.model].append(draft)
    for same_type in by_model.values():
        owners = load_owners(same_type)
        for draft in same_type:
            if draft.after["fields"]["slug"]:
                claim_slug(draft, owners)
            else:
                derive_slug(draft, owners)


def candidates_of(draft: Draft) -> list[str]:
    fields = draft.after["fields"]
    if fields["slug"]:
        return [fields["slug"]]
    name = fields[draft.model.name_field]
    return list(slug_candidates(name, draft.id, draft.model.item_type, fields.get("language", "")))


def load_owners(drafts: Sequence[Draft]) -> Owners:
    """Who holds each slug that a draft may want, as its address or as an earlier one."""
    wanted = {slug for draft in drafts for slug in candidates_of(draft)}
    model = drafts[0].model
    redirects = Redirect.objects.filter(item_type=model.item_type, slug__in=wanted)
    owners: Owners = dict(redirects.values_list("slug", "item_id"))
    return owners | dict(model._default_manager.filter(slug__in=wanted).values_list("slug", "id"))


def is_free(slug: str, draft: Draft, owners: Owners) -> bool:
    return not is_reserved(slug) and owners.get(slug, draft.id) == draft.id


def claim_slug(draft: Draft, owners: Owners) -> None:
    slug = draft.after["fields"]["slug"]
    if is_reserved(slug):
        draft.error = ValidationError({"slug": _("“%(slug)s” is reserved.") % {"slug": slug}})
    elif not is_free(slug, draft, owners):
        message = _("“%(slug)s” is, or was, the address of another item.")
        draft.error = ValidationError({"slug": taken(message, draft.model.item_type, owners[slug], slug=slug)})
    else:
        owners[slug] = draft.id


def derive_slug(draft: Draft, owners: Owners) -> None:
    slug = next(slug for slug in candidates_of(draft) if is_free(slug, draft, owners))
    draft.after["fields"]["slug"] = slug
    owners[slug] = draft.id


def keep_old_addresses(drafts: Sequence[Draft]) -> None:
    """Writes a redirect for each slug given up, and takes away the one that an item moves back to."""
    moved = [draft for draft in drafts if not draft.is_new and draft.field_changed("slug")]
    for draft in moved:
        Redirect.objects.filter(item_type=draft.model.item_type, slug=draft.after["fields"]["slug"]).delete()
    Redirect.objects.bulk_create(
        Redirect(item_type=draft.model.item_type, item_id=draft.id, slug=draft.old_slug) for draft in moved
    )
