from django.db import migrations


class Migration(migrations.Migration):
    """Nobody is granted it here: until superusers hand it out, they alone activate and deactivate accounts."""

    dependencies = [
        ("articles", "0006_publishing_rights"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={
                "permissions": [("activate_user", "Can activate and deactivate users")],
                "verbose_name": "user",
                "verbose_name_plural": "users",
            },
        ),
    ]
