"""Refuses what the account that makes a change has no right to. Every door comes through here, so no door can forget it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from articles.editing.drafting import Draft
from articles.editing.record_checks import RecordDraft
from articles.models import User
from articles.rights import Right, may, refusal_of, rights_to_save


def check_rights(drafts: Sequence[Draft], *, by: User | None) -> None:
    for draft in drafts:
        draft.error = find_refusal(rights_to_save(draft.before, draft.after), draft.model, by)


def check_record_rights(drafts: Sequence[RecordDraft], *, by: User | None) -> None:
    """Asks of those records alone that would change."""
    for draft in drafts:
        if draft.outcome in ("created", "changed"):
            right = Right.CHANGE if draft.stored else Right.ADD
            draft.error = find_refusal({right: ""}, type(draft.record), by)


def require(right: Right, model: type[Model], *, by: User | None) -> None:
    """Raises ValidationError where the account lacks the right."""
    if error := find_refusal({right: ""}, model, by):
        raise error


def find_refusal(rights: Mapping[Right, str], model: type[Model], by: User | None) -> ValidationError | None:
    """rights: each with the field that it is about; "" for the whole."""
    refused: dict[str, list[str]] = defaultdict(list)
    for right, field in rights.items():
        if not may(by, right, model):
            refused[field or NON_FIELD_ERRORS].append(refusal_of(right, model))
    return ValidationError(dict(refused)) if refused else None
