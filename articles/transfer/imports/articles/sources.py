"""The sources that an import's articles come from: one for each author whom the documents name."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Source
from articles.models.item import validate_language
from articles.transfer.imports.articles.sets import ArticleOptions
from articles.transfer.imports.run import Run, make_id

AUTHOR_LENGTH = 300


def check_options(options: ArticleOptions) -> None:
    """Raises ValidationError for a source that could not be made, or a language that is none."""
    if not options.publisher and (options.licence or options.source_url):
        raise ValidationError(_("A licence or an address of the source needs its publisher."))
    validate_language(options.language)
    if options.publisher:
        source = Source(publisher=options.publisher, licence=options.licence, url=options.source_url)
        source.clean_fields()


class SourceShelf:
    def __init__(self, options: ArticleOptions, run: Run) -> None:
        self.options, self.run = options, run
        self.known: dict[str, UUID | None] = {}

    def find(self, author: str, warnings: list[str]) -> UUID | None:
        """The source of texts by an author, made when there is none; None where the run names no publisher."""
        author = author[:AUTHOR_LENGTH]
        if not self.options.publisher:
            if author:
                warnings.append(f"the author is not kept without --publisher: {author[:100]}")
            return None
        if author not in self.known:
            self.known[author] = self.make(author, warnings)
        return self.known[author]

    def make(self, author: str, warnings: list[str]) -> UUID | None:
        options = self.options
        values = {
            "publisher": options.publisher,
            "licence": options.licence,
            "url": options.source_url,
            "author": author,
        }
        if known := Source.objects.filter(title="", **values).order_by("created_at").first():
            return known.pk
        source = Source(pk=make_id("source", "\n".join(values.values())), **values)
        if source.pk in self.run.plan.records:
            return source.pk
        if reason := self.run.make_records([source]).get(source.pk):
            warnings.append(f"the source could not be made: {reason}")
            return None
        return source.pk
