"""What the database knows of its tables, on which its choice of a plan rests."""

from django.apps import apps
from django.db import connection


def refresh_statistics() -> None:
    """Has PostgreSQL look at the tables of content anew.

    It does so by itself, but about a minute after many rows came in; with ten thousand new articles, lists with filters
    took longer than that until then.
    """
    if connection.vendor != "postgresql":
        return
    models = apps.get_app_config("articles").get_models(include_auto_created=True)
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
