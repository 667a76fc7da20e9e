"""The page about the portal, with the notices that its sources ask for."""

import pytest
from django.urls import reverse

from tests.portal.reading import find, links_of, page_of, text_of

pytestmark = pytest.mark.django_db

NOTICES = [
    (
        "This product includes information from the O*NET 29.3 Database by the U.S. Department of Labor, Employment and "
        "Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA. All or "
        "some of this information was modified"
    ),
    "USDOL/ETA has not approved, endorsed, or tested these modifications.",
    "This product uses the ESCO classification of the European Commission. Its data was changed",
    "Source: U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics, May 2024.",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_about_page_holds_the_notices_of_the_sources(client, notice) -> None:
    [main] = find(page_of(client.get("/about/")), "main")

    assert notice in text_of(main)


def test_about_page_leads_to_the_sources(client) -> None:
    assert {
        "https://www.onetcenter.org/database.html",
        "https://esco.ec.europa.eu/",
        "https://www.bls.gov/oes/",
    } <= set(links_of(client.get("/about/")))


def test_every_page_leads_to_it(client, db) -> None:
    [footer] = find(page_of(client.get("/articles/")), "footer")

    assert reverse("about") in {value for link in find(footer, "a") for key, value in link.attributes if key == "href"}


def test_about_page_asks_the_database_for_the_announcement_alone(client, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        response = client.get("/about/")

    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
