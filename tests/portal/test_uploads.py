"""Files of strangers are refused before they are taken in."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from articles.admin.site import admin_url
from articles.models import ImportBatch, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIMIT = 20_000


@pytest.fixture(autouse=True)
def small_limits(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.MAX_UPLOAD_BYTES = LIMIT, 3 * LIMIT


def form(size: int) -> dict[str, Any]:
    return {"what": "table:tool", "upload": SimpleUploadedFile("tools.csv", b"name\n" + b"x" * size)}


@pytest.mark.parametrize(
    "who",
    [AnonymousUser, lambda: User(username="reader"), lambda: None],
    ids=["stranger", "reader", "before signing in"],
)
def test_file_of_those_who_may_send_none_is_refused_unread(who: Any) -> None:
    request = RequestFactory().post("/admin/login/", form(2 * LIMIT))
    request.user = who()
    with pytest.raises(RequestDataTooBig):
        _ = request.POST
    small = RequestFactory().post("/admin/login/", form(LIMIT // 2))
    small.user = who()
    assert small.POST["what"] == "table:tool"


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/articles/importbatch/add/"])
def test_stranger_is_answered_without_a_fault(address: str) -> None:
    assert Client().post(address, form(2 * LIMIT)).status_code in (302, 413)
    assert Client(enforce_csrf_checks=True).post(address, form(2 * LIMIT)).status_code in (403, 413)


def test_editor_may_send_files_up_to_their_limit() -> None:
    client = Client()
    client.force_login(make_user())
    assert client.post(admin_url(ImportBatch, "add"), form(2 * LIMIT)).status_code == 302
    assert client.post(admin_url(ImportBatch, "add"), form(5 * LIMIT)).status_code == 413
