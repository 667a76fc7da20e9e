"""Records and pictures: kept through `save_record`, deleted only when nothing uses them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.admin.site import admin_url
from articles.models import (
    Announcement,
    Article,
    Category,
    Change,
    Figure,
    Picture,
    Record,
    Section,
    SkillGroup,
    Source,
    User,
)
from tests.articles.admin.forms import messages_of, open_form, read_form, save, send
from tests.factories import (
    count,
    image_bytes,
    make_article,
    make_category,
    make_group,
    make_industry,
    make_occupation,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


def record_errors(response: Any) -> dict[str, list[str]]:
    return {name: list(texts) for name, texts in response.context["page"].form.errors.items()}


@pytest.mark.parametrize("model", [Section, SkillGroup])
def test_heading_is_created_and_changed(client: Client, erin: User, model: Any) -> None:
    save(client, admin_url(model, "add"), name="News", slug="news", position="3", note="New one")
    row = model.objects.get(slug="news")
    save(client, admin_url(model, "change", row.pk), description="What is new")
    row.refresh_from_db()
    assert (row.name, row.position, row.description) == ("News", 3, "What is new")
    changes = list(Change.objects.filter(item_id=row.pk))
    assert [(change.kind, change.by, change.note) for change in changes] == [
        ("created", erin, "New one"),
        ("updated", erin, ""),
    ]


def test_category_is_created_under_its_parent(client: Client) -> None:
    parent = make_category()
    save(client, admin_url(Category, "add"), name="Models", code="m", parent=str(parent.pk))
    assert Category.objects.get(code="m").parent == parent


def test_source_and_figure_are_created(client: Client) -> None:
    save(client, admin_url(Source, "add"), publisher="Press", published_on="2026-01-02")
    industry, occupation = make_industry(), make_occupation()
    values = {"industry": str(industry.pk), "occupation": str(occupation.pk), "measure": "wage", "year": "2025"}
    save(client, admin_url(Figure, "add"), value="12.5", source="Survey", **values)
    assert str(Source.objects.get(publisher="Press").published_on) == "2026-01-02"
    assert str(Figure.objects.get().value) == "12.500"


def test_announcement_is_scheduled_and_its_end_is_checked(client: Client) -> None:
    times = {"starts_at_0": "2026-01-02", "starts_at_1": "08:00", "ends_at_0": "2026-01-01", "ends_at_1": "08:00"}
    response = save(client, admin_url(Announcement, "add"), text="News", severity="warning", **times)
    assert "It has to end after it starts." in response.content.decode()

    save(client, admin_url(Announcement, "add"), text="News", severity="warning", **times | {"ends_at_0": "2026-01-03"})
    row = Announcement.objects.get()
    assert (row.text, row.severity, str(row.ends_at)) == ("News", "warning", "2026-01-03 08:00:00+00:00")
    assert "News" in client.get(admin_url(Announcement, "changelist")).content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"slug": "taken"}, "slug"),
        ({"slug": "Bad Slug"}, "slug"),
        ({"position": "x"}, "position"),
    ],
)
def test_refused_record_keeps_its_input(client: Client, values: dict[str, str], field: str) -> None:
    make_section(slug="taken")
    response = save(
        client, admin_url(Section, "add"), **{"name": "Kept", "slug": "kept", "description": "Kept text"} | values
    )
    assert list(record_errors(response)) == [field]
    assert "Kept text" in response.content.decode()
    assert count(Section) == 1


def test_circle_of_categories_is_named_and_nothing_is_saved(client: Client) -> None:
    top = make_category(name="Top")
    below = make_category(name="Below", parent=top)
    response = save(client, admin_url(Category, "change", top.pk), parent=str(below.pk))
    assert record_errors(response) == {"parent": ["This would make a circle: Top → Below → Top."]}
    top.refresh_from_db()
    assert top.parent is None


def test_figure_about_nothing_is_refused(client: Client) -> None:
    values = {"industry": "00000000-0000-4000-8000-000000000000", "measure": "wage", "year": "2025", "source": "S"}
    response = save(client, admin_url(Figure, "add"), **values)
    assert set(record_errors(response)) == {"industry", "occupation"}


def test_unused_record_is_deleted(client: Client, erin: User) -> None:
    section = make_section()
    response = client.post(admin_url(Section, "delete", section.pk), follow=True)
    assert messages_of(response) == [f"“{section}” is deleted."]
    assert count(Section) == 0
    change = Change.objects.order_by("-number")[0]
    assert (change.kind, change.by) == ("deleted", erin)


def used_records() -> dict[str, Record]:
    section, group, category, source, picture = (
        make_section(),
        make_group(),
        make_category(),
        make_source(),
        make_picture(),
    )
    make_article(section=section, source=source, origin="syndicated", cover=picture)
    make_skill(group=group)
    make_tool(categories=[category])
    return {"section": section, "group": group, "category": category, "source": source, "picture": picture}


@pytest.mark.parametrize("name", ["section", "group", "category", "source", "picture"])
def test_used_record_stays_and_its_page_tells_who_uses_it(client: Client, name: str) -> None:
    record = used_records()[name]
    url = admin_url(type(record), "delete", record.pk)
    assert "is still used" in client.get(url).content.decode()
    response = client.post(url, follow=True)
    assert messages_of(response) == [f"“{record}” is still used, so it stays."]
    assert type(record)._default_manager.filter(pk=record.pk).exists()


def test_record_that_somebody_else_saved_meanwhile_is_not_overwritten_unasked(client: Client) -> None:
    section = make_section(name="Mine")
    url = admin_url(Section, "change", section.pk)
    form = open_form(client, url)
    save(client, url, name="Theirs")
    response = send(client, url, form, name="Ours")
    assert record_errors(response) == {
        "__all__": ["Somebody else saved this meanwhile (Name: Theirs). Save again to put yours over it."]
    }
    assert read_form(response)["name"] == ["Ours"]
    assert Section.objects.get().name == "Theirs"
    send(client, url, read_form(response))
    assert Section.objects.get().name == "Ours"


@pytest.mark.parametrize("note", ["", " A  note "], ids=["without a note", "with a note"])
def test_record_form_that_was_saved_already_is_accepted_and_not_saved_twice(client: Client, note: str) -> None:
    section = make_section()
    url = admin_url(Section, "change", section.pk)
    form = open_form(client, url)
    for _sending in range(2):
        assert send(client, url, form, name=" Mine ", note=note).status_code == 302
    section.refresh_from_db()
    assert (section.name, section.version) == ("Mine", 2)


@pytest.mark.parametrize("differing", ["text", "note", "account", "later save"])
def test_record_form_that_differs_from_what_was_saved_is_a_conflict(client: Client, differing: str) -> None:
    section = make_section()
    url = admin_url(Section, "change", section.pk)
    form = open_form(client, url)
    send(client, url, form, name="Mine", note="Mine")
    if differing == "account":
        client.force_login(make_user("otto"))
    if differing == "later save":
        save(client, url, description="Later")
    values = {"text": {"name": "Other"}, "note": {"note": "Other"}}.get(differing, {})
    response = send(client, url, form, **{"name": "Mine", "note": "Mine", **values})
    assert "Somebody else saved this meanwhile" in record_errors(response)["__all__"][0]


def test_form_of_a_new_record_sent_twice_makes_one(client: Client) -> None:
    url = admin_url(Announcement, "add")
    form = open_form(client, url)
    for _sending in range(2):
        assert send(client, url, form, text="Once").status_code == 302
    response = send(client, url, form, text="Twice")
    assert "sent twice" in record_errors(response)["__all__"][0]
    assert [row.text for row in Announcement.objects.all()] == ["Once"]


def test_form_of_a_new_record_cannot_change_one_that_is_there(client: Client) -> None:
    section = make_section(name="Kept")
    url = admin_url(Section, "add")
    values = {"new_id": str(section.pk), "expected_version": "1", "slug": section.slug, "name": "Taken over"}
    assert send(client, url, open_form(client, url), **values).status_code == 200
    assert Section.objects.get().name == "Kept"


def test_record_history_tells_who_changed_it(client: Client, erin: User) -> None:
    section = make_section()
    save(client, admin_url(Section, "change", section.pk), name="Renamed", note="Clearer")
    page = client.get(admin_url(Section, "history", section.pk)).context["page"]
    assert [(change.kind, change.note) for change in page] == [("updated", "Clearer"), ("created", "")]


def test_page_of_an_unknown_record_is_not_found(client: Client) -> None:
    pk = "00000000-0000-4000-8000-000000000000"
    assert client.get(admin_url(Section, "history", pk)).status_code == 404
    assert client.get(admin_url(Section, "delete", pk)).status_code == 404


# Pictures

CHOOSE_AGAIN = "Choose the file again: browsers do not keep it."


def upload(client: Client, content: bytes, **values: Any) -> Any:
    url = admin_url(Picture, "add")
    return client.post(
        url, {**open_form(client, url), "upload": SimpleUploadedFile("x.png", content), **values}, follow=True
    )


def test_picture_is_taken_in_with_its_description(client: Client, erin: User) -> None:
    upload(client, image_bytes(), alt="A box", focus_x="20", note="For the cover")
    picture = Picture.objects.get()
    assert (picture.alt, picture.focus_x, picture.focus_y, picture.width) == ("A box", 20, 50, 40)
    assert {(change.by, change.note) for change in Change.objects.all()} == {(erin, "For the cover")}


def test_file_of_a_form_that_comes_back_is_asked_for_again(client: Client) -> None:
    errors = record_errors(upload(client, image_bytes(), alt=""))
    assert (errors["upload"], list(errors)) == ([CHOOSE_AGAIN], ["alt", "upload"])
    url = admin_url(Picture, "add")
    without = record_errors(client.post(url, {**open_form(client, url), "alt": "A box"}))
    assert without == {"upload": ["This field is required."]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no picture", "This is no PNG, JPEG, GIF, WebP or AVIF picture."),
        (b"x" * (10 * 1024**2 + 1), "A picture may have at most 10 MB."),
    ],
    ids=["text", "too-large"],
)
def test_refused_picture_keeps_its_description(client: Client, content: bytes, message: str) -> None:
    response = upload(client, content, alt="Kept words")
    assert record_errors(response) == {"upload": [message, CHOOSE_AGAIN]}
    assert "Kept words" in response.content.decode()
    assert count(Picture) == 0


def test_picture_that_is_here_already_is_shown_as_it_is(client: Client) -> None:
    make_picture(alt="First words")
    response = upload(client, image_bytes(), alt="Other words")
    assert "was here already" in messages_of(response)[0]
    assert Picture.objects.get().alt == "First words"


def test_upload_sent_again_is_told_as_the_first(client: Client) -> None:
    said = [messages_of(upload(client, image_bytes(), alt="A box", note="New")) for _sending in range(2)]
    assert said[0] == said[1]
    assert "was added successfully" in said[0][0]
    client.force_login(make_user("otto"))
    assert "was here already" in messages_of(upload(client, image_bytes(), alt="A box", note="New"))[0]
    assert (count(Picture), count(Change)) == (1, 1)


def test_picture_is_described_anew(client: Client) -> None:
    picture = make_picture()
    save(client, admin_url(Picture, "change", picture.pk), alt="New words", focus_y="80")
    picture.refresh_from_db()
    assert (picture.alt, picture.focus_x, picture.focus_y) == ("New words", 50, 80)
    response = save(client, admin_url(Picture, "change", picture.pk), focus_y="101")
    assert list(record_errors(response)) == ["focus_y"]


def test_page_of_a_picture_shows_it_and_what_uses_it(client: Client) -> None:
    picture = make_picture()
    article = make_article(title="Its article", body=f"![x](picture:{picture.pk})")
    response = client.get(admin_url(Picture, "change", picture.pk))
    assert f'src="/media/pictures/{picture.pk}/"' in response.content.decode()
    [use] = response.context["uses"]
    assert (use.count, use.links) == (1, [(admin_url(Article, "change", article.pk), "Its article")])
    assert f'src="/media/pictures/{picture.pk}/"' in client.get(admin_url(Picture, "changelist")).content.decode()


def test_unused_picture_is_deleted_with_its_file(client: Client) -> None:
    picture = make_picture()
    storage, name = picture.file.storage, str(picture.file.name)
    client.post(admin_url(Picture, "delete", picture.pk))
    assert count(Picture) == 0
    assert not storage.exists(name)
