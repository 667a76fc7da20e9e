"""What only the pages of industries and occupations show: figures about both."""

from datetime import datetime
from typing import Any

from articles.linked import load_figures
from articles.models import Industry, Occupation


def load_more(item: Industry | Occupation, at: datetime) -> dict[str, Any]:
    return {"figures": load_figures(item, at)}
