"""The editors' face: Django's admin over `articles.editing`. One module for each type of content."""

from articles.admin import article, imports, industry, logs, mass, occupation, path, picture, records, skill, tool, user

__all__ = [
    "article",
    "imports",
    "industry",
    "logs",
    "mass",
    "occupation",
    "path",
    "picture",
    "records",
    "skill",
    "tool",
    "user",
]
