"""How things look in JSON, for comparing whole bodies."""

from typing import Any

from articles.models import Item
from articles.snapshots import to_json_value

PAGES = {
    "article": "articles",
    "skill": "skills",
    "tool": "tools",
    "industry": "industries",
    "occupation": "occupations",
    "path": "paths",
}


def link(item: Item) -> dict[str, Any]:
    page = f"http://testserver/{PAGES[item.item_type]}/{item.slug}/"
    return {"id": str(item.pk), "slug": item.slug, item.name_field: item.display_name, "url": page}


def row(item: Any, **values: Any) -> dict[str, Any]:
    """What every row begins with, and `values`."""
    return {
        **link(item),
        "summary": item.summary,
        "published_at": to_json_value(item.publish_at),
        "updated_at": to_json_value(item.updated_at),
        "version": item.version,
        **values,
    }


def article_row(item: Any, **values: Any) -> dict[str, Any]:
    return row(
        item,
        **{
            "language": "en",
            "section": None,
            "reading_minutes": 1,
            "is_featured": False,
            "origin": "own",
            "source": None,
            "cover": None,
            "skills": [],
            "tools": [],
            "industries": [],
            **values,
        },
    )


def problem(status: int, title: str, detail: str, instance: str, **values: Any) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": instance, **values}


def bad_query(instance: str, **messages: str) -> dict[str, Any]:
    errors = [{"name": name, "message": message} for name, message in messages.items()]
    return problem(400, "Bad Request", "The query cannot be used as it is.", instance, errors=errors)
