"""People who sign in: editors, operators, authors."""

import uuid

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.free_updates import update_if_free
from articles.time_zones import zone_choices


class User(AbstractUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_name = models.CharField(
        _("public name"),
        max_length=120,
        blank=True,
        help_text=_("The name readers see on articles. User name and e-mail address are never shown."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        default="",
        db_default="",
        choices=zone_choices,
        help_text=_("In which the admin shows times and reads them. Readers see dates in the portal’s zone."),
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions = [("activate_user", "Can activate and deactivate users")]

    def __str__(self) -> str:
        return self.public_name or self.username

    def check_password(self, raw_password: str | None) -> bool:
        """As Django's, but a hash to renew waits for a sign-in during which nobody else writes."""
        return check_password(raw_password, self.password, self.renew_hash)

    def renew_hash(self, raw_password: str) -> None:
        """The old one stays, here too, where the new one could not be stored: sessions hang on it."""
        new = make_password(raw_password)
        if update_if_free(self, password=new):
            self.password = new
