"""Where syndicated text comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.item import Record


class Source(Record):
    publisher = models.CharField(_("publisher"), max_length=200)
    author = models.CharField(_("author"), max_length=300, blank=True)
    title = models.CharField(_("original title"), max_length=300, blank=True)
    url = models.URLField(_("original address"), max_length=1000, blank=True)
    published_on = models.DateField(_("original date"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True, help_text=_("Such as “CC BY 4.0”."))
    permission = models.TextField(
        _("permission note"), blank=True, help_text=_("For editors: who allowed this text here, when. Never shown.")
    )
    disclaimer = models.TextField(_("disclaimer"), blank=True, help_text=_("Shown to readers. Plain text."))
    contact = models.CharField(
        _("contact"), max_length=200, blank=True, help_text=_("For editors: whom to ask. Never shown.")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("publisher", "title", "id")

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}" if self.title else self.publisher
