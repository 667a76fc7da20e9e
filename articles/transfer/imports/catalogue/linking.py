"""Finds what references in rows mean: an id, a slug, a name, an alias, or `scheme=code`."""

from collections import Counter
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from articles.models import Category, ExternalId, Item, Picture, Section, SkillGroup, Source, Step, User
from articles.naming import make_name_key
from articles.rights import Right, may
from articles.snapshots import STEP_LINKS, StepRow
from articles.transfer.columns import refer
from articles.transfer.imports.names import Names
from articles.transfer.imports.rows import Ref
from articles.transfer.imports.run import Run


class LinkBook:
    """Loads each kind of target once, when it is first asked for."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.names: dict[str, Names] = {}

    @cached_property
    def codes(self) -> dict[tuple[str, str], UUID]:
        rows = ExternalId.objects.values_list("scheme", "code", "item_id")
        planned = {(scheme, code): pk for (_type, scheme, code), pk in self.run.plan.codes.items()}
        return {(scheme, code): pk for scheme, code, pk in rows} | planned

    def owner_of_code(self, scheme: str, code: str) -> UUID | None:
        """The item, of whatever type, that has the code."""
        return self.codes.get((scheme, code))

    def of_type(self, item_type: str) -> Names:
        if item_type not in self.names:
            names = self.names[item_type] = Names(item_type)
            for pk, state in self.run.plan.items_of(item_type):
                names.add_state(pk, state["fields"])
        return self.names[item_type]

    @cached_property
    def records(self) -> dict[Any, dict[str, UUID]]:
        """By model, the references under which records are known; those too that a dry run would have made."""
        known: dict[Any, dict[str, UUID]] = {User: accounts(with_user_names=may(self.run.by, Right.VIEW, User))}
        for model in (Section, SkillGroup, Category, Source, Picture):
            coming = map(names_of, self.run.plan.records_of(model))
            known[model] = references_of(model, [*stored_names(model), *coming])
        return known

    def find(self, model: type[Item], name: str, references: list[str], warnings: list[str]) -> list[str]:
        """Ids of what a link's references mean; for each that means nothing there is a warning."""
        target: Any = model._meta.get_field(name).related_model
        found = []
        for reference in references:
            pk = self.find_one(target, reference.strip())
            if pk is None:
                warnings.append(f"{name}: “{reference[:100]}” is not here and was left out")
            else:
                found.append(str(pk))
        return found

    def find_one(self, target: Any, reference: str) -> UUID | None:
        if issubclass(target, Item):
            return self.of_type(target.item_type).find(reference)
        known = self.records[target]
        return known.get(reference) or known.get(make_name_key(reference))

    def find_ref(self, ref: Ref) -> UUID | None:
        """The item that has one of the codes."""
        codes = self.of_type(ref.item_type).codes
        return next((codes[one] for one in ((ref.scheme, ref.code), *ref.other_codes) if one in codes), None)

    def find_named(self, ref: Ref) -> UUID | None:
        """The same, and of a row that gives no code the one with its name."""
        found = self.find_ref(ref)
        return found or (self.of_type(ref.item_type).by_name(ref.name) if ref.name and not ref.code else None)

    def find_step(self, step: StepRow, warnings: list[str]) -> StepRow:
        """A step of a path, given with references, with its links by id."""
        links = {}
        for name in STEP_LINKS:
            target: Any = Step._meta.get_field(name).related_model
            given: Any = step.get(name) or []
            ids = [(reference, self.find_one(target, str(reference))) for reference in given]
            links[name] = [str(pk) for _reference, pk in ids if pk]
            warnings += [f"steps: “{reference}” is not here and was left out" for reference, pk in ids if pk is None]
        return cast("StepRow", {**step, **links})


# The columns, before the id, that make up the references to a record besides its id.
NAMES: dict[Any, tuple[str, ...]] = {
    Section: ("slug", "name"),
    SkillGroup: ("slug", "name"),
    Category: ("scheme", "code"),
    Source: (),
    Picture: (),
}


def accounts(*, with_user_names: bool) -> dict[str, UUID]:
    """Accounts by id, and by the name that readers see where one alone bears it.

    with_user_names: also as older exports wrote them; what is found tells that there is such an account.
    """
    rows = list(User.objects.values_list("id", "username", "public_name"))
    bearers = Counter(public_name for _pk, _username, public_name in rows)
    by_public_name = {name: pk for pk, _username, name in rows if name and bearers[name] == 1}
    by_user_name = {username: pk for pk, username, _name in rows} if with_user_names else {}
    return by_user_name | by_public_name | {str(pk): pk for pk, _username, _name in rows}


def stored_names(model: Any) -> list[tuple[Any, ...]]:
    return list(model._default_manager.values_list(*NAMES[model], "id"))


def names_of(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in (*NAMES[type(record)], "id"))


def references_of(model: Any, rows: list[tuple[Any, ...]]) -> dict[str, UUID]:
    """A slug or an id is meant before a name."""
    found: dict[str, UUID] = {}
    if model is Category:
        found = {key: pk for *pair, pk in rows for key in ("=".join(pair), refer(Category, tuple(pair)))}
    elif NAMES[model]:
        found = {make_name_key(name): pk for _slug, name, pk in rows} | {slug: pk for slug, _name, pk in rows}
    return found | {str(row[-1]): row[-1] for row in rows}
