"""All modules of the admin that register something with the site."""

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
