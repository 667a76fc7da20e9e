"""Refusals that say as data what stands in the way; the faces make names and links of it for those who may see them."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TAKEN = "taken"
MISSING = "missing"


def taken(message: str, item_type: str, pk: UUID, **texts: str) -> ValidationError:
    """Another item or record has what was asked for: `params["item_type"]` and `params["item_id"]` say which."""
    return ValidationError(message, code=TAKEN, params={**texts, "item_type": item_type, "item_id": str(pk)})


def missing_references(references: Iterable[tuple[str, str]]) -> ValidationError:
    """A text names what does not exist: `params["references"]` holds the (type, slug) of each."""
    named = list(references)
    texts: dict[str, object] = {"missing": ", ".join(f"{item_type}:{slug}" for item_type, slug in named[:10])}
    message = _("Links to what does not exist: %(missing)s.")
    return ValidationError(message, code=MISSING, params=texts | {"references": named})


def missing_targets(ids: Iterable[str]) -> ValidationError:
    """A link leads to what does not exist: `params["ids"]`."""
    message = _("Something chosen here does not exist: it is gone, or was refused in the same import.")
    return ValidationError(message, code=MISSING, params={"ids": sorted(ids)})


def missing_pictures(ids: Iterable[str]) -> ValidationError:
    shown = ", ".join(f"picture:{pk}" for pk in sorted(ids)[:10])
    return ValidationError(_("Shows what is no picture here: %(pictures)s."), MISSING, {"pictures": shown})


def in_step(number: int, name: str, error: ValidationError) -> ValidationError:
    """The error with the place of its step before it."""
    message = _("Step %(number)s, %(field)s: %(problem)s")
    params = {**(error.params or {}), "number": number, "field": name, "problem": error.messages[0]}
    return ValidationError(message, error.code, params)
