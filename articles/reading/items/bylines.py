"""Who wrote an article, as readers are told."""

from django.db.models import OuterRef, QuerySet, StringAgg, Subquery, Value

from articles.models import Article, ArticleAuthor

SEPARATOR = "\n"  # a public name is one line


def with_author_names(articles: QuerySet[Article]) -> QuerySet[Article]:
    """The rows with the public names of their authors, for `author_names`. Costs no query of its own."""
    named = ArticleAuthor.objects.filter(article=OuterRef("pk")).exclude(author__public_name="")
    joined = named.order_by().values("article").annotate(names=StringAgg("author__public_name", Value(SEPARATOR)))
    return articles.annotate(joined_author_names=Subquery(joined.values("names")))


def author_names(article: Article) -> list[str]:
    """From A to Z; authors without a public name are not told. Wants a row of `with_author_names`."""
    joined: str | None = getattr(article, "joined_author_names")  # noqa: B009  an annotation
    return sorted(joined.split(SEPARATOR)) if joined else []
