"""Which permissions the pickers of accounts and groups offer: those that a page of the admin asks for.

Found, not listed: of Django's four, those that the page of a registered model grants to somebody who has it; and whatever else
a registered model declares itself (`permissions`, `default_permissions` of its Meta), which a page of ours asks for.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

DJANGOS = ("add", "change", "delete", "view")


class Holder:
    """Somebody who has one permission, and whom nobody else is."""

    is_active = is_staff = True
    is_superuser = False
    is_anonymous = False
    pk = None

    def __init__(self, *permissions: str) -> None:
        self.permissions = permissions

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        return permission in self.permissions

    def has_perms(self, permissions: Any, obj: Any = None) -> bool:
        return all(self.has_perm(one) for one in permissions)


def grants(model_admin: Any, action: str) -> bool:
    """Whether its pages let somebody in who has the permission for the action, where they let nobody in without."""
    opts = model_admin.opts
    request: Any = HttpRequest()
    may = getattr(model_admin, f"has_{action}_permission")
    request.user = Holder(f"{opts.app_label}.{get_permission_codename(action, opts)}")
    allowed = may(request)
    request.user = Holder()
    return bool(allowed and not may(request))


def codenames_of(model: type[Model], model_admin: Any) -> set[str]:
    opts: Any = model._meta
    asked = {action for action in opts.default_permissions if action not in DJANGOS or grants(model_admin, action)}
    return {get_permission_codename(action, opts) for action in asked} | {name for name, _label in opts.permissions}


def offered_permissions(site: AdminSite) -> QuerySet[Permission]:
    """Those of all registered models, with the content types that their labels name."""
    parts = [
        Q(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            codename__in=codenames_of(model, site.get_model_admin(model)),
        )
        for model in apps.get_models()
        if site.is_registered(model)
    ]
    return Permission.objects.filter(reduce(or_, parts)).select_related("content_type")
