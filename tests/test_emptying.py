"""What is left in the database after a test whose writes were committed: what `migrate` makes, and nothing else."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from tests.emptying import KEPT, EmptyingTestCase, read_kept
from tests.factories import make_skill, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def filled_models() -> set[str]:
    models = [model for model in apps.get_models(include_auto_created=True) if model not in KEPT]
    return {model._meta.label for model in models if model._base_manager.exists()}


def test_every_table_is_emptied_and_permissions_stay() -> None:
    EmptyingTestCase.after_test()
    made = read_kept()
    make_skill(prerequisites=[make_skill()])
    make_user().groups.add(Group.objects.create(name="Editors"))
    assert len(filled_models()) >= 6
    EmptyingTestCase.after_test()
    assert filled_models() == set()
    assert read_kept() == made
    assert all(made)


@pytest.mark.parametrize("change", ["added", "taken", "renamed"])
def test_changed_permissions_are_made_anew(change) -> None:
    EmptyingTestCase.after_test()
    names = set(Permission.objects.values_list("codename", flat=True))
    if change == "added":
        Permission.objects.create(codename="fly", name="Fly", content_type=ContentType.objects.earliest("pk"))
    elif change == "taken":
        Permission.objects.earliest("pk").delete()
    else:
        Permission.objects.filter(pk=Permission.objects.earliest("pk").pk).update(codename="fly")
    EmptyingTestCase.after_test()
    assert set(Permission.objects.values_list("codename", flat=True)) == names
