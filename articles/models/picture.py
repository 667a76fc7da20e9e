"""Pictures, and which items show them; readers see a picture when they see an item that shows it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.item import Record, item_type_choices


class Picture(Record):
    """An image file of our own keeping. Its id is random and public; the file lies outside the served folders."""

    file = models.FileField(upload_to="pictures", max_length=200, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    media_type = models.CharField(max_length=20, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    byte_size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it. Empty only for mere decoration."),
    )
    focus_x = models.PositiveSmallIntegerField(
        _("focal point from the left, %"), default=50, validators=[MaxValueValidator(100)]
    )
    focus_y = models.PositiveSmallIntegerField(
        _("focal point from the top, %"), default=50, validators=[MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.alt or str(self.id)


class PictureUse(models.Model):
    """That an item shows a picture, as its cover or in its text."""

    picture = models.ForeignKey(Picture, models.PROTECT, related_name="uses")
    item_type = models.CharField(max_length=12, choices=item_type_choices)
    item_id = models.UUIDField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["item_type", "item_id", "picture"], name="pictureuse_once_per_item"),
        )

    def __str__(self) -> str:
        return f"{self.item_type} {self.item_id}: {self.picture_id}"
