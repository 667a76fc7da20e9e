"""Each change bears a random stamp, so that a token of another portal, or of a time that a restore undid, is known as such."""

import secrets

from django.db import migrations, models


def stamp_changes(apps, _schema_editor):
    """One for all that there are: until now nobody was given a token."""
    stamp = secrets.token_hex(8)
    for name in ("Change", "ChangeCounter"):
        apps.get_model("articles", name)._default_manager.update(stamp=stamp)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_index_of_lists_by_update"),
    ]

    operations = [
        migrations.AddField("change", "stamp", models.CharField(db_default="", default="", max_length=16)),
        migrations.AddField("changecounter", "stamp", models.CharField(db_default="", default="", max_length=16)),
        migrations.RunPython(stamp_changes, migrations.RunPython.noop),
    ]
