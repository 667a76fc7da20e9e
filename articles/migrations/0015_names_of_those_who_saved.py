"""Changes and revisions keep the name of who made them, which stays when the account goes."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Case, F, OuterRef, Subquery, When


def keep_names(apps, _schema_editor):
    shown = Case(When(public_name="", then=F("username")), default=F("public_name"))
    users = apps.get_model("articles", "User")._default_manager.annotate(shown=shown)
    accounts = users.filter(pk=OuterRef("by")).values("shown")
    for name in ("Change", "Revision"):
        signed = apps.get_model("articles", name)._default_manager.filter(by__isnull=False)
        signed.update(by_name=Subquery(accounts))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_change_stamp"),
    ]

    operations = [
        *(
            migrations.AddField(
                name,
                "by_name",
                models.CharField(blank=True, db_default="", default="", max_length=150, verbose_name="saved by"),
            )
            for name in ("change", "revision")
        ),
        migrations.AlterField(
            "change",
            "by",
            models.ForeignKey(
                null=True, on_delete=models.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name="saved by"
            ),
        ),
        migrations.RunPython(keep_names, migrations.RunPython.noop),
    ]
