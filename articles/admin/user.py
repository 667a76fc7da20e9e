"""People and their groups. Nobody gives rights here that they do not have, nor wakes an account that has them."""

from contextlib import nullcontext
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from articles.access.last_logins import store_kept_dates
from articles.access.reach import ACTIVATE, reaches
from articles.admin.offered import offered_permissions
from articles.admin.outcomes import FormOutcomes
from articles.admin.pages import editor_of
from articles.admin.search import search_columns
from articles.ids import read_uuid
from articles.models import User

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


class OfferedPermissions(admin.ModelAdmin):
    """A picker without permissions that no page asks for."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        field = super().formfield_for_manytomany(db_field, request=request, **kwargs)
        if field and db_field.related_model is Permission:
            field.queryset = offered_permissions(self.admin_site)
        return field


class NewUserForm(AdminUserCreationForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The admin's script gives the first field the focus; where the field asks for it too, Chromium complains.
        self.fields["username"].widget.attrs.pop("autofocus", None)


@admin.register(User)
class PortalUserAdmin(FormOutcomes, OfferedPermissions, UserAdmin):
    list_display = ("username", "public_name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("username", "public_name")
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
        """Whoever may not see the accounts finds authors by the name that readers see, and learns no user name."""
        if self.has_view_permission(request):
            return search_columns(queryset, search_term, self.search_fields), False
        return search_columns(queryset.exclude(public_name=""), search_term, ("public_name",)), False

    def changelist_view(self, request, extra_context=None):
        store_kept_dates()
        return super().changelist_view(request, extra_context)

    def get_readonly_fields(self, request, obj=None):
        fields = [*super().get_readonly_fields(request, obj)]
        if not request.user.is_superuser:
            fields += RIGHTS
        # Nobody shuts themselves out; whoever may deactivate accounts can ask another who may.
        if not request.user.has_perm(ACTIVATE) or obj == request.user:
            fields.append("is_active")
        return fields

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or reaches(editor_of(request), obj))

    def has_delete_permission(self, request, obj=None):
        """Accounts of authors stay: deleting one would take the author off articles, past their history."""
        if not super().has_delete_permission(request, obj):
            return False
        if obj is None:
            return True
        return obj != request.user and reaches(editor_of(request), obj) and not obj.articles.exists()

    def get_object(self, request, object_id, from_field=None):
        """Before a write, both accounts are locked and read anew, so that rights given or taken meanwhile count.

        On PostgreSQL that holds off whoever would put the account into a group; on SQLite there is one writer.
        """
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            both = [request.user.pk, *([object_id] if read_uuid(object_id) else [])]
            found = User.objects.select_for_update().filter(pk__in=both).order_by("pk")
            request.user = next((user for user in found if user == request.user), AnonymousUser())
        return super().get_object(request, object_id, from_field)

    def user_change_password(self, request, id, form_url=""):  # noqa: A002  as Django names it
        """In one transaction with its check, as Django has the other pages."""
        with transaction.atomic() if request.method == "POST" else nullcontext():
            return super().user_change_password(request, id, form_url)

    def get_actions(self, request, action_location=admin.options.ActionLocation.CHANGE_LIST):
        actions = super().get_actions(request, action_location=action_location)
        return {name: action for name, action in actions.items() if name != "delete_selected"}


admin.site.unregister(Group)


@admin.register(Group)
class PortalGroupAdmin(FormOutcomes, OfferedPermissions, GroupAdmin):
    """Groups hand out permissions, so only superusers change them."""

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser
