"""The field for a time: a box for the day, one for the clock, and a choice where a time may mean two instants.

It says beneath them what the editor's clocks make of it. `times.js` keeps that up to date, by asking `tell_view`.
"""

from datetime import UTC, datetime, tzinfo
from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, BaseAdminDateWidget, BaseAdminTimeWidget
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.times import clock_text, read_time, tell_time
from articles.time_zones import in_zone

LONGEST = 200  # more than any time; what is longer is not looked at


class TimeWidget(AdminSplitDateTime):
    template_name = "admin/widgets/time_in_zone.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = (BaseAdminDateWidget(), BaseAdminTimeWidget(attrs={"size": "14"}), forms.Select())
        forms.MultiWidget.__init__(self, boxes, attrs)

    def decompress(self, value: Any) -> Any:
        """A stored time as the boxes show it; the choice says which one it is where clocks show it twice."""
        if not isinstance(value, datetime):
            return [str(value or ""), "", ""]
        local = in_zone(value, timezone.get_current_timezone())
        stored = value.replace(microsecond=0).astimezone(UTC)
        return [local.date().isoformat(), clock_text(local), stored.isoformat()]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        parts = value if isinstance(value, list) else self.decompress(value)
        told = tell_time(whole_text(parts), timezone.get_current_timezone(), parts[2] or "")
        *_boxes, choice = cast("list[Any]", self.widgets)
        choice.choices = [("", _("Which one?")), *told.choices]
        context = super().get_context(name, [*parts[:2], told.chosen], attrs)
        return context | {"told": told, "tell_url": reverse("admin:tell_time")}

    class Media:
        js = ("admin_portal/times.js",)


class TimeField(forms.Field):
    """Takes what `TimeWidget` sends, or a text with the whole time; gives an instant in UTC, or None."""

    widget = TimeWidget

    def to_python(self, value: Any) -> datetime | None:
        if value is None or isinstance(value, datetime):
            return value
        parts = value if isinstance(value, list) else [str(value), "", ""]
        text = whole_text(parts)
        return read_time(text, timezone.get_current_timezone(), parts[2] or "") if text else None


def whole_text(parts: list[Any]) -> str:
    """One of the boxes may hold all of it: the grammar of `read_written` is the only one."""
    return " ".join(part.strip()[:LONGEST] for part in parts[:2] if part and part.strip())


def tell_view(request: HttpRequest) -> JsonResponse:
    """What `TimeWidget` would say beneath the boxes."""
    given = [request.GET.get(name, "") for name in ("date", "time", "chosen")]
    zone: tzinfo = timezone.get_current_timezone()
    told = tell_time(whole_text(given), zone, given[2])
    return JsonResponse({"text": told.text, "choices": list(told.choices), "chosen": told.chosen})
