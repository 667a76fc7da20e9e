"""Errors as clients read them: every one is an RFC 9457 problem, `application/problem+json`."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NotRequired, TypedDict

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.log import log_response
from rest_framework import exceptions
from rest_framework.request import Request

from articles.operation.failures import Failure, failure_of, tell
from articles.publishing import PublicState

PROBLEM_MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 20


class ParameterError(TypedDict):
    """What is wrong with one parameter of the query."""

    name: str
    message: str


class Problem(TypedDict):
    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: NotRequired[list[ParameterError]]
    request_id: NotRequired[str]


class BadParameters(exceptions.APIException):
    status_code = 400
    default_detail = "The query cannot be used as it is."
    default_code = "bad_parameters"

    def __init__(self, errors: Sequence[ParameterError]) -> None:
        super().__init__()
        self.errors = list(errors[:MAX_ERRORS])


class NotFound(exceptions.NotFound):
    default_detail = "There is nothing at this address."


class Gone(exceptions.APIException):
    status_code = 410
    default_detail = "What was published at this address is no longer available."
    default_code = "gone"


class LegalHold(exceptions.APIException):
    status_code = 451
    default_detail = "What was published at this address is unavailable for legal reasons."
    default_code = "legal_hold"


REFUSALS: dict[PublicState, type[exceptions.APIException]] = {
    PublicState.NEVER: NotFound,
    PublicState.GONE: Gone,
    PublicState.LEGAL_HOLD: LegalHold,
}


def answer_exception(exc: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler. A fault of ours is logged and answered without details, unless DEBUG is on."""
    request: Request = context["request"]
    known = translate(exc)
    if known is not None:
        return answer_problem(request, known)
    if failure := failure_of(exc):
        tell(failure, exc, request)
        return answer_failure(request, failure)
    return None if settings.DEBUG else answer_fault(request, exc)


def translate(exc: Exception) -> exceptions.APIException | None:
    """The API's own form of an exception that is the client's doing; None for a fault of ours."""
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, Http404):
        return NotFound()
    if isinstance(exc, DjangoPermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, SuspiciousOperation | BadRequest):
        return exceptions.ParseError("The request cannot be read.")
    return None


def answer_problem(request: Request, exc: exceptions.APIException) -> HttpResponse:
    problem = make_problem(request, exc.status_code, str(exc.detail))
    if isinstance(exc, BadParameters):
        problem["errors"] = exc.errors
    response = JsonResponse(problem, status=exc.status_code, content_type=PROBLEM_MEDIA_TYPE)
    if wait := getattr(exc, "wait", None):
        response["Retry-After"] = str(wait)
    return response


def answer_failure(request: Request, failure: Failure) -> HttpResponse:
    """503 or 507, which Django shall not log with a traceback."""
    status = failure.status_for(request)
    response = JsonResponse(
        make_problem(request, status, str(failure.text)), status=status, content_type=PROBLEM_MEDIA_TYPE
    )
    response["Retry-After"] = str(failure.retry_seconds)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  the note of Django's `log_response`
    return response


def answer_fault(request: Request, exc: Exception) -> HttpResponse:
    problem = make_problem(request, 500, "Something went wrong on our side.")
    response = JsonResponse(problem, status=500, content_type=PROBLEM_MEDIA_TYPE)
    log_response("%s: %s", problem["title"], request.path, response=response, request=request, exception=exc)
    return response


def make_problem(request: Request, status: int, detail: str) -> Problem:
    """The type is `about:blank`: the status says it all, and its standard phrase is the title."""
    title = HTTPStatus(status).phrase
    problem = Problem(type="about:blank", title=title, status=status, detail=detail, instance=request.path)
    # Whoever reports a fault of ours can name it; what is the client's doing looks alike each time.
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and (request_id := request.META.get("REQUEST_ID")):
        problem["request_id"] = request_id
    return problem
