"""What tests see of the context a page was made from."""

from typing import Any

import pytest
from django.template.context import RequestContext
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_context_of_a_page_is_kept_once_and_whole(client: Client) -> None:
    context: Any = client.get(reverse("admin:login")).context
    assert isinstance(context, RequestContext), "a list holds one for each field and each part of the page too"
    assert context["form"].fields.keys() == {"username", "password"}
    assert context["page_address"].endswith("/admin/login/"), "what every page is given"
