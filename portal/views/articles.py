"""What only an article's page shows."""

from datetime import datetime
from typing import Any

from articles.models import Article

MAX_CONTENTS_LEVEL = 3
MAX_CONTENTS = 80


def load_more(article: Article, _at: datetime) -> dict[str, Any]:
    """Authors are named by their public name or not at all."""
    authors = article.authors.exclude(public_name="").order_by("public_name", "pk")
    return {
        "authors": list(authors.values_list("public_name", flat=True)),
        "contents": contents_of(article),
    }


def contents_of(article: Article) -> list[dict[str, Any]]:
    """The headings of the table of contents; none where there is hardly anything to choose from."""
    headings = [heading for heading in article.headings if heading["level"] <= MAX_CONTENTS_LEVEL][:MAX_CONTENTS]
    return headings if len(headings) > 1 else []
