"""How the admin finds things by name, in any script and whatever the case."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.ids import read_uuid
from articles.models import Alias, Item
from articles.naming import make_name_key, make_sort_key

MAX_WORDS = 8
MAX_WORD_LENGTH = 100


def search_items(queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
    """The items whose name, slug or an alias has every word of the term, or whose id it is.

    Names are compared by their keys: SQLite folds the case of ASCII letters only.
    """
    if pk := read_uuid(term.strip()):
        return queryset.filter(pk=pk)
    for word in make_name_key(term).split()[:MAX_WORDS]:
        queryset = queryset.filter(word_matches(queryset.model, word))
    return queryset


def word_matches(model: type[Item], word: str) -> Q:
    found = Q(name_key__contains=word) | Q(slug__contains=word)
    if bare := make_sort_key(word):
        found |= Q(sort_key__contains=bare)
    if model.has_aliases:
        aliases = Alias.objects.filter(item_type=model.item_type, item_id=OuterRef("pk"), name_key__contains=word)
        found |= Q(Exists(aliases))
    return found


def search_columns(queryset: QuerySet[Any], term: str, columns: tuple[str, ...]) -> QuerySet[Any]:
    """The rows that have every word in one of the columns. Spellings are tried, for SQLite folds ASCII only."""
    if pk := read_uuid(term.strip()):
        return queryset.filter(pk=pk)
    for word in (word[:MAX_WORD_LENGTH] for word in term.split()[:MAX_WORDS]):
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        queryset = queryset.filter(
            reduce(or_, (Q(**{f"{name}__icontains": spelling}) for name in columns for spelling in spellings))
        )
    return queryset
