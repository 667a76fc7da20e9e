"""Pages that say why there is nothing to read. They tell nothing about the item: not even its name."""

import logging
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from articles.editing.unsaved import SentText, form_model, sent_texts
from articles.operation.failures import SAFE_METHODS, Failure, failure_of, tell
from articles.publishing import PublicState
from articles.reading.announcements import Banner
from articles.reading.items.lookup import read_id
from portal.absolute_urls import site_url
from portal.context import banner_of_error_page, template_context
from portal.list_pages import LIST_PAGES, ListPage
from portal.request_record import current_request_id
from portal.views.caching import mark_public

logger = logging.getLogger(__name__)

WORD = re.compile(r"[^\W_]+")
MAX_WORDS_LENGTH = 100


@dataclass(frozen=True, slots=True)
class AbsenceContext:
    """Of a page that tells that there is nothing. query: what the address says it is about, for a search."""

    list_page: ListPage | None
    current_list: str
    query: str
    banner: Banner | None


@dataclass(frozen=True, slots=True)
class FailureContext:
    """What every page shows that no cache keeps.

    texts: what the request wanted to save; form_url: where the form is to which the browser's kept copy belongs.
    """

    request_id: str
    texts: Sequence[SentText]
    form_url: str


@dataclass(frozen=True, slots=True)
class BadRequestContext:
    """limit: of a form, in bytes."""

    status: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class UnavailableContext:
    failure: Failure
    status: int
    was_sent: bool


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """Depends on the address and the status alone, so that an item that was never public looks like one that never was.

    Needs no database: an address that means nothing has to be answered without one.
    """
    list_page = list_of(request.path)
    context = AbsenceContext(
        list_page, list_page.name if list_page else "", words_of(request.path), banner_of_error_page(request)
    )
    response = mark_public(render(request, f"{status}.html", template_context(context), status=status))
    response["X-Robots-Tag"] = "noindex"
    if status == PublicState.LEGAL_HOLD:
        # RFC 7725: who blocks, which is the portal itself, not who asked for it.
        response["Link"] = f'<{site_url(reverse("home"))}>; rel="blocked-by"'
    return response


def list_of(path: str) -> ListPage | None:
    """The list that the address lies below."""
    first = next(iter(segments_of(path)), "")
    return next((page for page in LIST_PAGES.values() if page.name == first), None)


def words_of(path: str) -> str:
    """What the address says it is about, for a search: the words of an item's slug, or of the last part. Empty for an id."""
    parts = segments_of(path)
    name = "".join(parts[1:2] if list_of(path) else parts[-1:]).partition(".")[0]
    return "" if read_id(name) else " ".join(WORD.findall(name))[:MAX_WORDS_LENGTH].strip()


def segments_of(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def absent_page(request: HttpRequest, state: PublicState) -> HttpResponse:
    """404, 410 or 451."""
    return error_page(request, state.value)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if texts := sent_texts(request):
        return no_store(render_to_string("404_unsaved.html", {"texts": texts}), 404)
    return error_page(request, 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for a form beyond the limits, which an editor may well send and nobody can read; 400 for all else."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    logger.warning("%s: %s", status, type(exception).__name__)
    context = BadRequestContext(status, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return no_store(render_to_string(f"{status}.html", template_context(context, of_failure(request))), status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return no_store(render_to_string("403.html", template_context(of_failure(request)), request), 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the right token. Who signed in anew in another tab sends one, so that their text is given back."""
    return no_store(render_to_string("403_csrf.html", template_context(of_failure(request)), request), 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without context, database or session: any of them may be what failed."""
    error = sys.exc_info()[1]
    if error is not None and (failure := failure_of(error)):
        tell(failure, error, request)
        return unavailable(request, failure)
    return no_store(render_to_string("500.html", template_context(of_failure(request))), 500)


def of_failure(request: HttpRequest) -> FailureContext:
    is_form = request.method == "POST" and form_model(request) is not None
    return FailureContext(current_request_id(), sent_texts(request), request.get_full_path() if is_form else "")


def unavailable(request: HttpRequest, failure: Failure) -> HttpResponse:
    """503, or 507 for what finds no room. Django shall not log it, with a traceback, as it does what else ends here."""
    status, was_sent = failure.status_for(request), request.method not in SAFE_METHODS
    context = template_context(UnavailableContext(failure, status, was_sent), of_failure(request))
    response = no_store(render_to_string("unavailable.html", context), status)
    response["Retry-After"] = str(failure.retry_seconds)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  the note of Django's `log_response`
    return response


def no_store(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, headers={"Cache-Control": "no-store"})
