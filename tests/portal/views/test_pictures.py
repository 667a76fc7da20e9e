"""The view that delivers pictures: to readers what visible content shows, to staff the rest as well."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import change, image_bytes, make_article, make_picture, make_skill, make_user

pytestmark = pytest.mark.django_db


def address(picture) -> str:
    return reverse("picture", args=[picture.pk])


def body_of(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def shown():
    picture = make_picture(color="teal")
    make_article(cover=picture)
    return picture


@pytest.fixture
def hidden():
    picture = make_picture(color="red")
    make_article(cover=picture, status="draft")
    return picture


def test_picture_of_a_visible_article_is_delivered(client, shown):
    response = client.get(address(shown))

    assert response.status_code == 200
    assert body_of(response) == image_bytes(color="teal")
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=300"
    assert response["ETag"] == f'"{shown.digest}"'
    assert not response.cookies


def test_picture_in_a_visible_text_is_delivered(client):
    picture = make_picture(color="blue")
    make_skill(description=f"![Blue](picture:{picture.pk})")

    assert client.get(address(picture)).status_code == 200


def test_reader_who_has_the_picture_gets_304(client, shown):
    response = client.get(address(shown), headers={"if-none-match": f'"{shown.digest}"'})

    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == f'"{shown.digest}"'
    assert response["Cache-Control"] == "public, max-age=300"


def test_head_is_answered_and_post_refused(client, shown):
    assert client.head(address(shown)).status_code == 200
    assert Client(enforce_csrf_checks=True).post(address(shown)).status_code == 405


def test_picture_that_only_hidden_content_shows_is_not_found(client, hidden, shown):
    assert client.get(address(hidden)).status_code == 404
    assert client.get(address(shown)).status_code == 200


def test_picture_vanishes_with_the_article(client, shown):
    article = shown.covers.get()
    change(article, status="archived")

    assert client.get(address(shown)).status_code == 404


def test_unused_and_unknown_pictures_are_not_found(client, shown):
    unused = make_picture(color="black")

    for one in (address(unused), "/media/pictures/00000000-0000-4000-8000-000000000000/", "/media/pictures/x/"):
        assert client.get(one).status_code == 404


def test_staff_see_hidden_pictures_and_no_cache_keeps_them(client, hidden):
    client.force_login(make_user())

    response = client.get(address(hidden))

    assert body_of(response) == image_bytes(color="red")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("flags", [{"is_staff": False}, {"is_active": False}], ids=["no-staff", "inactive"])
def test_others_who_signed_in_see_no_hidden_pictures(client, hidden, flags):
    user = make_user(is_superuser=False)
    client.force_login(user)
    for name, value in flags.items():
        setattr(user, name, value)
    user.save()

    assert client.get(address(hidden)).status_code == 404


def test_missing_file_is_not_found(client, shown):
    Path(shown.file.path).unlink()

    assert client.get(address(shown)).status_code == 404


def test_visible_picture_costs_one_query_even_for_staff(client, shown, django_assert_num_queries):
    client.force_login(make_user())
    with django_assert_num_queries(1):  # the picture with its visibility; no session
        client.get(address(shown))


def test_hidden_picture_costs_an_anonymous_reader_one_query(client, hidden, django_assert_num_queries):
    with django_assert_num_queries(1):  # the picture with its visibility
        client.get(address(hidden))


def test_staff_without_rights_to_pictures_see_what_readers_see(client, hidden, shown):
    client.force_login(make_user("sam", is_superuser=False))

    assert client.get(address(hidden)).status_code == 404
    assert client.get(address(shown)).status_code == 200


@pytest.mark.parametrize("key", ['"aaaaaaaa\\000"', "short", "A" * 32, "\u00e9" * 32])
def test_session_key_that_we_never_gave_out_is_no_session(client, hidden, key):
    cookie = f"sessionid={key}".encode().decode("latin-1")

    assert client.get(address(hidden), headers={"cookie": cookie}).status_code == 404
    assert client.get("/admin/", headers={"cookie": cookie}).status_code == 302
