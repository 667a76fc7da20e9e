"""Publishing, holding and lifting become rights. Whoever could change items could publish them, and goes on doing so;
holding and lifting is given out anew.
"""

from django.db import migrations


def keep_publishers(apps, schema_editor):
    """Gives the right to publish a type to those users and groups that may change it."""
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    pattern = r"^change_(article|skill|tool|industry|occupation|learningpath)$"
    for change in permissions.filter(content_type__app_label="articles", codename__regex=pattern):
        name = change.codename.removeprefix("change_")
        publish, _made = permissions.get_or_create(
            content_type=change.content_type, codename=f"publish_{name}", defaults={"name": f"Can publish {name}"}
        )
        publish.user_set.add(*change.user_set.all())
        publish.group_set.add(*change.group_set.all())


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_revision_public_note"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "permissions": [
                    ("publish_article", "Can publish article"),
                    ("hold_article", "Can put article on legal hold"),
                    ("lift_hold_article", "Can lift the legal hold from article"),
                ],
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
        migrations.AlterModelOptions(
            name="industry",
            options={
                "permissions": [
                    ("publish_industry", "Can publish industry"),
                    ("hold_industry", "Can put industry on legal hold"),
                    ("lift_hold_industry", "Can lift the legal hold from industry"),
                ],
                "verbose_name": "industry",
                "verbose_name_plural": "industries",
            },
        ),
        migrations.AlterModelOptions(
            name="learningpath",
            options={
                "permissions": [
                    ("publish_learningpath", "Can publish learning path"),
                    ("hold_learningpath", "Can put learning path on legal hold"),
                    ("lift_hold_learningpath", "Can lift the legal hold from learning path"),
                ],
                "verbose_name": "learning path",
                "verbose_name_plural": "learning paths",
            },
        ),
        migrations.AlterModelOptions(
            name="occupation",
            options={
                "permissions": [
                    ("publish_occupation", "Can publish occupation"),
                    ("hold_occupation", "Can put occupation on legal hold"),
                    ("lift_hold_occupation", "Can lift the legal hold from occupation"),
                ],
                "verbose_name": "occupation",
                "verbose_name_plural": "occupations",
            },
        ),
        migrations.AlterModelOptions(
            name="skill",
            options={
                "permissions": [
                    ("publish_skill", "Can publish skill"),
                    ("hold_skill", "Can put skill on legal hold"),
                    ("lift_hold_skill", "Can lift the legal hold from skill"),
                ],
                "verbose_name": "skill",
                "verbose_name_plural": "skills",
            },
        ),
        migrations.AlterModelOptions(
            name="tool",
            options={
                "permissions": [
                    ("publish_tool", "Can publish tool"),
                    ("hold_tool", "Can put tool on legal hold"),
                    ("lift_hold_tool", "Can lift the legal hold from tool"),
                ],
                "verbose_name": "tool",
                "verbose_name_plural": "tools",
            },
        ),
        migrations.RunPython(keep_publishers, migrations.RunPython.noop, elidable=True),
    ]
