"""Tasks that wait are known by where their function stands, and imports have moved."""

from django.db import migrations

MOVE = """
    UPDATE django_tasks_database_dbtaskresult SET task_path = replace(task_path, '{0}', '{1}')
    WHERE substr(task_path, 1, length('{0}')) = '{0}'
"""
OLD, NEW = "articles.imports.", "articles.transfer.imports."


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_what_readers_get"),
        ("django_tasks_database", "0001_initial"),
    ]

    operations = [migrations.RunSQL(MOVE.format(OLD, NEW), reverse_sql=MOVE.format(NEW, OLD))]
