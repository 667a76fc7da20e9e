"""“Used in” on the pages of items and records: all is counted, and named is only what the account may look at.

Which uses there are the admin's registry says; each is made here.
"""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client

from articles.admin.panels import Use
from articles.admin.site import admin_url
from articles.models import ITEM_MODELS, Article, Category, Figure, Item, LearningPath, Picture
from articles.snapshots import is_many
from tests.articles.admin.makers import MAKERS
from tests.factories import make_category, make_figure, make_industry, make_occupation, make_user

pytestmark = pytest.mark.django_db

PICTURES = [Use(name, model, "") for name, model in ITEM_MODELS.items()]
USES = [
    (model, use)
    for model, model_admin in admin.site._registry.items()
    for use in (PICTURES if model is Picture else getattr(model_admin, "uses", ()))
]
NAME = "Zq secret name"


def make_use(row: Any, use: Use) -> Any:
    if use.model is Figure:
        sides = {"industry": make_industry(name="Other"), "occupation": make_occupation(name="Other too")}
        return make_figure(**{**sides, use.lookup: row})
    if use.model is Category:
        return make_category(name=NAME, **{use.lookup: row})
    model: Any = use.model
    named = {model.name_field: NAME}
    if isinstance(row, Picture):
        return MAKERS[model](**named, **{model.markdown_fields[0]: f"![x](picture:{row.pk})"})
    if model is LearningPath:  # in two of its steps, and yet it is one
        step = {"title": "One", use.lookup.removeprefix("steps__"): [str(row.pk)]}
        return MAKERS[model](**named, steps=[step, {**step, "title": "Two"}])
    named |= {"origin": "syndicated"} if model is Article and use.lookup == "source" else {}
    return MAKERS[model](**named, **{use.lookup: [row] if is_many(model, use.lookup) else row})


def pages(row: Any, *models: Any) -> list[Any]:
    """The page of a row and the one that asks before it is deleted, for somebody who may look at these types."""
    names = [f"view_{model._meta.model_name}" for model in models] + [f"delete_{type(row)._meta.model_name}"]
    user = make_user(f"sam {len(models)}", is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return [client.get(admin_url(type(row), page, row.pk)) for page in ("change", "delete")]


@pytest.mark.parametrize(("model", "use"), USES, ids=lambda one: one.label if isinstance(one, Use) else one.__name__)
def test_use_is_counted_and_named_to_those_who_may_look_at_it(model: Any, use: Use) -> None:
    row = MAKERS[model]()
    make_use(row, use)
    is_seen_anyway = use.model is model
    for response in pages(row, model):
        assert [one.count for one in response.context["uses"] if one.count] == [1]
        assert (NAME in response.content.decode()) == (is_seen_anyway and issubclass(use.model, Item))
    for response in pages(row, model, use.model):
        assert (NAME in response.content.decode()) == issubclass(use.model, Item)


def test_every_way_in_which_items_are_used_is_there() -> None:
    assert len(USES) > 25
