"""Lists by the time of the last change are read along an index of their own."""

from django.db import migrations, models

MODELS = ("article", "industry", "learningpath", "occupation", "skill", "tool")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_task_paths"),
    ]

    operations = [
        migrations.AddIndex(
            model_name=model,
            index=models.Index(fields=["status", "updated_at", "id"], name=f"{model}_list_by_update"),
        )
        for model in MODELS
    ]
