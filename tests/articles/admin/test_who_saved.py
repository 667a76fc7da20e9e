"""Who saved something is told for ever: an account that is deleted leaves its name."""

import pytest
from django.test import Client

from articles.admin.site import admin_url
from articles.editing import save_item, save_record
from articles.models import Article, Change, Revision, Source
from tests.factories import make_article, make_source, make_user

pytestmark = pytest.mark.django_db

NAME = "frances-former"


def test_name_of_a_deleted_account_stays_wherever_its_changes_are_shown(client: Client) -> None:
    frances, article, source = make_user(NAME), make_article(), make_source()
    save_item(article, {"fields": {"summary": "By Frances."}}, by=frances, expected_version=1)
    source.title = "By Frances"
    save_record(source, by=frances)
    frances.delete()
    client.force_login(make_user("erin"))

    pages = [
        "/admin/",
        admin_url(Article, "change", article.pk),
        admin_url(Article, "history", article.pk),
        admin_url(Article, "compare", article.pk, 2),
        admin_url(Source, "history", source.pk),
        admin_url(Change, "changelist"),
        admin_url(Change, "change", Change.objects.latest("number").pk),
        admin_url(Revision, "changelist"),
        admin_url(Revision, "change", Revision.objects.latest("pk").pk),
    ]

    assert [page for page in pages if NAME not in client.get(page).text] == []


def test_what_nobody_saved_bears_no_name() -> None:
    save_item(make_article(), {"fields": {"summary": "By a program."}}, by=None, expected_version=1)
    assert {(one.who, one.by_name) for one in (*Change.objects.all(), *Revision.objects.all())} == {("", "")}
