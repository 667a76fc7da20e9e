"""The source that an import's articles come from."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from articles.editing import save_record
from articles.models import Change, Source


def find_or_make_source(publisher: str, licence: str, url: str) -> Source | None:
    """The source with these values, made when there is none; None without a publisher. Raises CommandError."""
    if not publisher:
        if licence or url:
            raise CommandError("--licence and --source-url need --publisher.")
        return None
    known = (
        Source.objects.filter(publisher=publisher, licence=licence, url=url, title="").order_by("created_at").first()
    )
    if known:
        return known
    try:
        return save_record(Source(publisher=publisher, licence=licence, url=url), by=None, reason=Change.Reason.IMPORT)
    except ValidationError as error:
        raise CommandError("; ".join(error.messages)) from None
