"""What the site's templates need beyond Django's own tags."""

from datetime import datetime
from decimal import Decimal

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import number_format

from articles.reading.sitemap import changed_at
from portal import languages
from portal.absolute_urls import site_url
from portal.context import SITE_NAME

register = template.Library()
register.filter("text_direction", languages.text_direction)
register.filter("language_name", languages.language_name)
register.filter("whole_address", site_url)
register.filter("own_language_name", languages.own_language_name)
register.filter("changed_at", changed_at)


@register.simple_tag
def site_name() -> str:
    """For pages that are made without context processors, such as errors."""
    return SITE_NAME


@register.simple_tag
def contact() -> str:
    """Whom readers write to, empty for nobody; for pages without context processors too."""
    return settings.CONTACT


@register.filter
def is_web_address(address: str) -> bool:
    """Whether an address from the database may become a link."""
    return address.startswith(("https://", "http://"))


@register.filter
def short_address(address: str) -> str:
    """An address as link text: without its scheme and last slash."""
    return address.partition("://")[2].rstrip("/") or address


@register.filter
def plain_number(value: Decimal | int) -> str:
    """A number with separators and without idle zeros: 330,980 or 0.8."""
    return number_format(Decimal(value).normalize(), force_grouping=True)


@register.filter
def is_on_later_day_than(one: datetime, other: datetime) -> bool:
    """Whether readers, who are shown dates alone, would see two different ones."""
    return timezone.localdate(one) > timezone.localdate(other)
