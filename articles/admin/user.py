"""People and their groups. Nobody gives rights here that they do not have."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.outcomes import FormOutcomes
from articles.admin.search import search_columns
from articles.models import User

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


class NewUserForm(AdminUserCreationForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The admin's script gives the first field the focus; where the field asks for it too, Chromium complains.
        self.fields["username"].widget.attrs.pop("autofocus", None)


@admin.register(User)
class PortalUserAdmin(FormOutcomes, UserAdmin):
    list_display = ("username", "public_name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("username", "public_name")  # authors are chosen by those who may not see the accounts
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("username", "password", "public_name")}),
        (_("For us only"), {"fields": ("first_name", "last_name", "email", "time_zone")}),
        (_("Rights"), {"fields": ("is_active", *RIGHTS)}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_form = NewUserForm
    readonly_fields = ("last_login", "date_joined")

    def get_search_results(self, request, queryset, search_term):
        return search_columns(queryset, search_term, self.search_fields), False

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, *RIGHTS)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or reaches(request, obj))

    def has_delete_permission(self, request, obj=None):
        """Accounts of authors stay: deleting one would take the author off articles, past their history."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or (reaches(request, obj) and not obj.articles.exists())

    def get_actions(self, request, action_location=admin.options.ActionLocation.CHANGE_LIST):
        actions = super().get_actions(request, action_location=action_location)
        return {name: action for name, action in actions.items() if name != "delete_selected"}


def reaches(request: HttpRequest, user: User) -> bool:
    """Whether the signed-in user may change this account: one with more rights could be taken over by its password."""
    me: Any = request.user
    return me.is_superuser or (not user.is_superuser and user.get_all_permissions() <= me.get_all_permissions())


admin.site.unregister(Group)


@admin.register(Group)
class PortalGroupAdmin(FormOutcomes, GroupAdmin):
    """Groups hand out permissions, so only superusers change them."""

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser
