"""Whether each declared type of items has its part in the domain: what lists offer of it, what links to it, who edits it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib import admin
from django.core.checks import CheckMessage, Error, register

from articles.admin.base import ItemAdmin
from articles.models import ITEM_MODELS, Item
from articles.models.item import item_permissions
from articles.reading.items.links import RELATIONS
from articles.reading.lists.filters import LISTINGS

NAME = re.compile(r"[a-z]{2,12}")


@register("types")
def check_types(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    messages = [error for model in ITEM_MODELS.values() for error in (*naming_errors(model), *missing_entries(model))]
    plurals = [getattr(model, "plural", "") for model in ITEM_MODELS.values()]
    twice = sorted({plural for plural in plurals if plural and plurals.count(plural) > 1})
    hint = "Each type has addresses of its own."
    return [*messages, *(Error(f"Two types are called {plural}.", hint=hint, id="articles.E002") for plural in twice)]


def naming_errors(model: type[Item]) -> Iterator[CheckMessage]:
    if not (NAME.fullmatch(model.item_type) and NAME.fullmatch(getattr(model, "plural", ""))):
        yield Error(
            f"{model.__name__} wants an item_type and a plural of 2 to 12 letters a to z.",
            hint='Such as item_type = "skill" and plural = "skills".',
            obj=model,
            id="articles.E001",
        )
    wanted = {codename for codename, _name in item_permissions(str(model._meta.model_name))}
    if missing := sorted(wanted - {codename for codename, _name in model._meta.permissions}):
        yield Error(
            f"{model.__name__} lacks the permissions {', '.join(missing)}: nobody could be allowed to publish it.",
            hint=f'Set permissions = item_permissions("{model._meta.model_name}") in its Meta.',
            obj=model,
            id="articles.E003",
        )


def missing_entries(model: type[Item]) -> Iterator[CheckMessage]:
    name = model.item_type
    if name not in LISTINGS or LISTINGS[name].model is not model:
        yield missing(model, "no list", f'LISTINGS["{name}"] of articles.reading.lists.filters', "articles.E010")
    if name not in RELATIONS:
        yield missing(model, "no links", f'RELATIONS["{name}"] of articles.reading.items.links', "articles.E011")
    if not (admin.site.is_registered(model) and isinstance(admin.site.get_model_admin(model), ItemAdmin)):
        yield missing(model, "no editor", "a class of articles.admin.base.ItemAdmin registered for it", "articles.E012")


def missing(model: type[Item], what: str, hint: str, number: str) -> CheckMessage:
    return Error(f"{model.__name__} has {what}.", hint=f"Give it {hint}.", obj=model, id=number)
