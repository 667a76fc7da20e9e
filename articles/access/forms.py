"""The forms that look at a password. Both ask for leave first, so that a refused try costs no hashing."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpResponseBase
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from articles.access.attempts import Attempt

MAX_PASSWORD_LENGTH = 4096  # nobody types more; each character is work before the hashing proper
TOO_MANY = 429


class TooManyTries(ValidationError):
    def __init__(self, wait_seconds: int) -> None:
        super().__init__(explain_wait(wait_seconds), code="too_many_tries")
        self.wait_seconds = wait_seconds


def explain_wait(seconds: int) -> str:
    if seconds <= 90:  # noqa: PLR2004  up to there people count seconds
        text = ngettext(
            "There were too many wrong tries. Wait %(count)d second, then try again.",
            "There were too many wrong tries. Wait %(count)d seconds, then try again.",
            seconds,
        )
        return text % {"count": seconds}
    minutes = -(-seconds // 60)
    text = ngettext(
        "There were too many wrong tries. Wait %(count)d minute, then try again.",
        "There were too many wrong tries. Wait %(count)d minutes, then try again.",
        minutes,
    )
    return text % {"count": minutes}


def take(attempt: Attempt) -> None:
    if wait := attempt.take():
        raise TooManyTries(max(1, int(-(-wait // 1))))


class SignInForm(AdminAuthenticationForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].validators.append(MaxLengthValidator(MAX_PASSWORD_LENGTH))

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """A wrong name, a wrong password and an account that may not come in are told alike, by the form it extends."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name is None or not password:
            return super().clean()
        attempt = Attempt(self.request, name)
        take(attempt)
        cleaned = super().clean()
        attempt.succeed()
        if self.request is not None:
            self.request.sign_in = attempt  # type: ignore[attr-defined]  # read by `PortalAdminSite.login`
        return cleaned


class OwnPasswordForm(AdminPasswordChangeForm):
    """Whoever finds a browser signed in may not guess the password either."""

    @sensitive_variables("old_password")
    def clean_old_password(self) -> str:
        attempt = Attempt(None, self.user.get_username(), place="password change")
        take(attempt)
        old_password = super().clean_old_password()
        attempt.succeed()
        return old_password


def answer_refusal(response: HttpResponseBase) -> None:
    """The page of a form that was refused for too many tries says so by its status and by when to come again."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    errors = form.errors.as_data() if form is not None and form.is_bound else {}
    for error in (one for found in errors.values() for one in found):
        if isinstance(error, TooManyTries):
            response.status_code = TOO_MANY
            response.headers["Retry-After"] = str(error.wait_seconds)
