"""What an editor's browser keeps of unsaved text is forgotten once the answer says that it is saved."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

TOKEN = re.compile(r"[0-9a-f]{32}\Z")
DAY_SECONDS = 24 * 60 * 60


def tell_saved[Response: HttpResponseBase](request: HttpRequest, response: Response) -> Response:
    """The answer with a cookie that names the draft; `drafts.js` reads it on the next page, whichever that is."""
    token = request.POST.get("draft", "")
    if TOKEN.match(token):
        response.set_cookie(
            f"saved-{token}",
            "1",
            max_age=DAY_SECONDS,
            path=reverse("admin:index"),
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response
