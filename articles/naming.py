"""Keys by which names are compared and sorted, made in Python so that both databases agree."""

import unicodedata

from django.db import models

from articles.rendering.source import clean_characters

KEY_LENGTH = 250


def make_name_key(name: str) -> str:
    """The form under which two spellings of one name are equal: NFKC, casefolded, white space collapsed.

    Without the characters that no stored name holds, so that a name is found before it is cleaned as well.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean_characters(name)).casefold())
    return " ".join(folded.split())[:KEY_LENGTH]


def make_sort_key(name: str) -> str:
    """The form that names are ordered by: the name key without accents, so that “É” stands beside “E”."""
    decomposed = unicodedata.normalize("NFKD", make_name_key(name))
    return "".join(char for char in decomposed if not unicodedata.combining(char))[:KEY_LENGTH]


class KeyField(models.CharField):
    """A text column compared byte by byte on both databases, whatever the locale of the PostgreSQL cluster."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_length", KEY_LENGTH)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def db_parameters(self, connection):  # type: ignore[no-untyped-def]
        parameters = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else None
        return parameters
