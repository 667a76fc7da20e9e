"""What editors set for themselves, whatever else they may do here."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from articles.admin.pages import editor_of
from articles.models import User


class SettingsForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("time_zone",)


def settings_view(request: HttpRequest) -> HttpResponse:
    """Shows and saves the settings of the signed-in editor; no address or field names another account."""
    user = User.objects.get(pk=editor_of(request).pk)
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=user)
    if form.is_bound and form.is_valid():
        User.objects.filter(pk=user.pk).update(**form.cleaned_data)
        messages.success(request, gettext("Your settings are saved."))
        return redirect("admin:my_settings")
    context = {**admin.site.each_context(request), "title": gettext("My settings"), "form": form}
    return TemplateResponse(request, "admin/my_settings.html", context)
