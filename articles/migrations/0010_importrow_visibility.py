from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_revision_public_note")]

    operations = [
        migrations.AddField(
            model_name="importrow",
            name="visibility",
            field=models.TextField(blank=True, default="", verbose_name="for readers"),
            preserve_default=False,
        )
    ]
