from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_mass_action")]

    operations = [
        migrations.AddField(
            model_name="importrow",
            name="visibility",
            field=models.TextField(blank=True, default="", verbose_name="for readers"),
            preserve_default=False,
        )
    ]
