"""A portal with items in every hidden state, linked in every way with visible ones, and a secret in each of their texts.

For each type there is one hidden item a state, a visible control that bears texts of its own, and a visible neighbour
that links to all of them and that all of them link to. Of the records that items refer to there is one that visible and
hidden items share, and one that hidden items have for themselves.
"""

import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone

from articles.editing import save_item
from articles.models import (
    ITEM_MODELS,
    Alias,
    Announcement,
    Article,
    ExternalId,
    Industry,
    Item,
    LearningPath,
    Picture,
    PictureUse,
    Redirect,
    Resource,
    Revision,
    Skill,
    Tool,
)
from articles.snapshots import is_many
from tests.factories import (
    change,
    make,
    make_announcement,
    make_category,
    make_figure,
    make_group,
    make_picture,
    make_section,
    make_source,
    make_user,
)

HOUR = timedelta(hours=1)
NEVER_PUBLIC: dict[str, dict[str, Any]] = {
    "draft": {"status": "draft"},
    "review": {"status": "review"},
    "scheduled": {"status": "published", "publish_at": 24 * HOUR},
    "archived unpublished": {"status": "archived"},
    "trashed unpublished": {"status": "trashed"},
    "held unpublished": {"status": "legal_hold"},
}
ONCE_PUBLIC: dict[str, dict[str, Any]] = {
    "archived": {"status": "archived"},
    "withdrawn": {"status": "withdrawn"},
    "trashed": {"status": "trashed"},
    "expired": {"publish_at": -48 * HOUR, "expire_at": -HOUR},
    "draft again": {"status": "draft"},
    "put off": {"publish_at": 24 * HOUR},
    "held": {"status": "legal_hold"},
}
ANSWERS = dict.fromkeys(NEVER_PUBLIC, 404) | dict.fromkeys(ONCE_PUBLIC, 410) | {"held": 451, "put off": 404}
# Half of the hidden items share their section, group, source and author with visible ones.
SHARING = {"draft", "scheduled", "archived unpublished", "archived", "trashed", "held"}
TEXT_FIELDS = (models.CharField, models.TextField)
NOT_FREE = {"status", "language", "origin", "slug"}


def token() -> str:
    return f"zq{secrets.token_hex(8)}"


@dataclass
class World:
    hidden: dict[tuple[str, str], Item] = field(default_factory=dict)
    controls: dict[str, Item] = field(default_factory=dict)
    neighbours: dict[str, Item] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    control_texts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    hidden_pictures: list[Picture] = field(default_factory=list)
    children: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    shared: dict[str, Any] = field(default_factory=dict)
    unshared: dict[str, Any] = field(default_factory=dict)

    def of_type(self, item_type: str) -> list[Item]:
        return [item for (kind, _state), item in self.hidden.items() if kind == item_type]


def make_world() -> World:
    world = World()
    make_records(world)
    for item_type, model in ITEM_MODELS.items():
        world.neighbours[item_type] = make(model, **bare(model), **records_of(model, world.shared))
    for item_type, model in ITEM_MODELS.items():
        texts, told = free_texts(model)
        links = links_of(world, model) | records_of(model, world.shared)
        world.controls[item_type] = make(model, **texts, **links, slug=name_slug(told, "control"))
        world.control_texts[item_type] = set(told)
        for state in (*NEVER_PUBLIC, *ONCE_PUBLIC):
            hide(world, item_type, state)
    link_neighbours(world)
    tell_editors_only(world)
    schedule_announcements(world)
    announce_hidden(world)
    return world


def make_records(world: World) -> None:
    """Those that only hidden items have bear a secret in all that readers could see of them."""
    world.shared = {
        "section": make_section(),
        "group": make_group(),
        "category": make_category(),
        "source": make_source(),
        "author": make_user("shared", public_name="Sasha Shared"),
    }
    told = {
        name: token()
        for name in (
            "section", "section text", "section slug", "group", "group text", "group slug", "category", "code", "publisher",
            "author of a source", "title of a source", "licence", "disclaimer", "author",
        )
    }  # fmt: skip
    world.secrets |= {made: f"{name} that only hidden items have" for name, made in told.items()}
    section, group = (
        {"description": f"On {told[f'{name} text']}", "slug": f"s-{told[f'{name} slug']}"}
        for name in ("section", "group")
    )
    world.unshared = {
        "section": make_section(told["section"], **section),
        "group": make_group(told["group"], **group),
        "category": make_category(name=told["category"], code=told["code"]),
        "source": make_source(
            publisher=told["publisher"],
            author=told["author of a source"],
            title=told["title of a source"],
            licence=told["licence"],
            disclaimer=told["disclaimer"],
        ),
        "author": make_user("unshared", public_name=told["author"]),
    }


def records_of(model: type[Item], records: dict[str, Any]) -> dict[str, Any]:
    """What an item refers to beside other items."""
    if model is Article:
        return {"section": records["section"], "authors": [records["author"]]}
    if model is Skill:
        return {"group": records["group"]}
    return {"categories": [records["category"]]} if model is Tool else {}


def bare(model: type[Item]) -> dict[str, Any]:
    if model is Article:
        return {"summary": "Neighbouring summary.", "body": "Neighbouring text."}
    return {"steps": [{"title": "Start"}]} if model is LearningPath else {}


def free_texts(model: type[Item]) -> tuple[dict[str, Any], dict[str, str]]:
    """A value for every text of the type, and the token in each with what it stands for."""
    values: dict[str, Any] = {}
    told: dict[str, str] = {}

    def tell(name: str) -> str:
        made = token()
        told[made] = name
        return made

    for name in model.snapshot_fields:
        column = model._meta.get_field(name)
        if isinstance(column, models.URLField):
            values[name] = f"https://example.org/{tell(name)}"
        elif isinstance(column, TEXT_FIELDS) and name not in NOT_FREE:
            values[name] = f"About {tell(name)}"
    if model.has_aliases:
        values["aliases"] = [{"name": f"Also {tell('alias')}"}]
    values["public_note"] = f"Told {tell('public note')}"
    values["external_ids"] = [{"scheme": "example", "code": tell("external id")}]
    values["resources"] = [{"title": f"More {tell('resource')}", "url": f"https://example.org/{tell('resource url')}"}]
    if model is LearningPath:
        values["steps"] = [{"title": f"Step {tell('step')}", "note": f"Note {tell('step note')}"}]
    return values, told


def name_slug(told: dict[str, str], prefix: str) -> str:
    made = token()
    told[made] = "slug"
    return f"{prefix}-{made}"


def links_of(world: World, model: type[Item]) -> dict[str, Any]:
    """Links of every kind from a new item to the neighbours."""
    links: dict[str, Any] = {}
    for name in model.snapshot_links:
        target: Any = model._meta.get_field(name).related_model
        if issubclass(target, Item):
            neighbour = world.neighbours[target.item_type]
            links[name] = [neighbour] if is_many(model, name) else neighbour
    return links


def hide(world: World, item_type: str, state: str) -> None:
    model = ITEM_MODELS[item_type]
    texts, told = free_texts(model)
    slug = name_slug(told, "hidden")
    records = world.shared if state in SHARING else world.unshared
    alt = token()
    told[alt] = "picture"
    picture = make_picture(alt=f"Alt {alt}", color=f"#{secrets.token_hex(3)}")
    world.hidden_pictures.append(picture)
    texts[model.markdown_fields[0]] += f" ![x](picture:{picture.pk})"
    if model is LearningPath:
        texts["steps"][0] |= {
            kind + "s": [str(of[kind].pk) for of in (world.neighbours, world.controls)] for kind in ("skill", "article")
        }
    if model is Article:
        texts["cover"] = picture
        # Syndicated text is left out of the sitemap, so not all of them are.
        texts |= {"origin": "syndicated", "source": records["source"]} if state in ("review", "expired") else {}
        texts["language"] = f"qz-{secrets.token_hex(4)}"
        told[texts["language"]] = "language"
        texts |= {"translation_group": str(world.neighbours[item_type].translation_group)}  # type: ignore[attr-defined]
    first = NEVER_PUBLIC.get(state, {"status": "published", "publish_at": -72 * HOUR})
    item = make(
        model, **{**texts, **links_of(world, model), **records_of(model, records), **at_time(first), "slug": slug}
    )
    if state in ONCE_PUBLIC:
        item = change(item, **at_time(ONCE_PUBLIC[state]))
    world.hidden[item_type, state] = item
    told[str(item.pk)] = "id"
    world.secrets |= {made: f"{name} of the {state} {item_type}" for made, name in told.items()}


def at_time(values: dict[str, Any]) -> dict[str, Any]:
    now = timezone.now()
    return {
        name: (now + value).isoformat() if isinstance(value, timedelta) else value for name, value in values.items()
    }


def link_neighbours(world: World) -> None:
    """Lets visible items link to all hidden ones, the control and each other, by fields, in texts, in steps and in figures."""
    for item_type, item in world.neighbours.items():
        model = type(item)
        values: dict[str, Any] = {}
        for name in model.snapshot_links:
            target: Any = model._meta.get_field(name).related_model
            if not issubclass(target, Item) or name in model.acyclic_links:
                continue
            kind = target.item_type
            values[name] = [*world.of_type(kind), world.controls[kind]]
            values[name] += [world.neighbours[kind]] if kind != item_type else []
        values[model.markdown_fields[0]] = "Text. " + " ".join(
            f"[[{kind}:{target.slug}]] [[{kind}: {target.slug} #a-place|There]]"
            for kind in ITEM_MODELS
            for target in (*world.of_type(kind), world.controls[kind])
        )
        if model is LearningPath:
            values["steps"] = [step_to(world)]
        world.neighbours[item_type] = change(item, **values)
    link_figures(world)
    link_upwards(world)
    link_hidden_to_controls(world)
    # Of two occupations readers know more about this one, editors about the other.
    change(world.controls["occupation"], skills=[world.neighbours["skill"], *world.children["skill"][-4:]])


def step_to(world: World) -> dict[str, Any]:
    skills = [*world.of_type("skill"), world.controls["skill"]]
    articles = [*world.of_type("article"), world.controls["article"]]
    return {
        "title": "Everything",
        "skills": [str(item.pk) for item in skills],
        "articles": [str(item.pk) for item in articles],
    }


def link_figures(world: World) -> None:
    for occupation in (*world.of_type("occupation"), world.controls["occupation"]):
        make_figure(industry=world.neighbours["industry"], occupation=occupation)
    for industry in (*world.of_type("industry"), world.controls["industry"]):
        make_figure(industry=industry, occupation=world.neighbours["occupation"])


def tell_editors_only(world: World) -> None:
    """What readers never see of a visible article: notes on its source, and all of its author's account but one name."""
    told = {name: token() for name in ("permission", "contact", "username", "email")}
    source = make_source(permission=told["permission"], contact=told["contact"])
    author = make_user(told["username"], email=f"{told['email']}@example.org", public_name="Robin Writer")
    article = world.neighbours["article"]
    world.neighbours["article"] = change(article, origin="syndicated", source=source, authors=[author])
    world.secrets |= {made: f"{name} of a visible article" for name, made in told.items()}


def schedule_announcements(world: World) -> None:
    """One that is planned and one that is over."""
    now = timezone.now()
    for state, starts, ends in (("planned", HOUR, None), ("past", -2 * HOUR, now - HOUR)):
        made = token()
        make_announcement(f"News {made}", starts_at=now + starts, ends_at=ends)
        world.secrets[made] = f"text of the {state} announcement"


def announce_hidden(world: World) -> None:
    """Names hidden items above every page, by id and, as was stored once, by slug; and in a note on a visible item."""
    by_id, by_slug, *_rest = world.of_type("skill")
    announcement = make_announcement(f"News: [[skill:{by_id.slug}]] [[skill:{world.controls['skill'].slug}]]")
    Announcement.objects.filter(pk=announcement.pk).update(text=f"{announcement.text} [[skill:{by_slug.slug}]]")
    note = f"Told of [[skill:{by_slug.slug}]] [[skill:{by_id.pk}]]."
    save_item(
        world.neighbours["tool"], {"fields": {"summary": "Changed."}}, by=None, expected_version=None, public_note=note
    )


def link_upwards(world: World) -> None:
    """Visible items below hidden ones: broader skills, prerequisites, parents."""
    for parent in (*world.of_type("industry"), world.controls["industry"]):
        world.children["industry"].append(make(Industry, parent=parent))
    model = ITEM_MODELS["skill"]
    for skill in (*world.of_type("skill"), world.controls["skill"]):
        world.children["skill"].append(make(model, broader=skill, prerequisites=[skill]))


def link_hidden_to_controls(world: World) -> None:
    """Hidden articles that two visible items have in common, in the language of the visible articles, to which they are near."""
    for state in ("draft", "archived"):
        links = {ITEM_MODELS[kind].plural: [world.neighbours[kind], world.controls[kind]] for kind in ("skill", "tool")}
        language = {"language": "en", "translation_group": str(uuid4())}
        world.hidden["article", state] = change(world.hidden["article", state], **links, **language)


def take_away_hidden(world: World) -> None:
    """Leaves the portal as if nothing that is hidden had ever been: past all rules, which keep what was public once."""
    ids = [item.pk for item in world.hidden.values()]
    Skill.objects.filter(broader__in=ids).update(broader=None)
    Industry.objects.filter(parent__in=ids).update(parent=None)
    PictureUse.objects.filter(item_id__in=ids).delete()
    for model in ITEM_MODELS.values():
        model._default_manager.filter(pk__in=ids).delete()
    for attached in (Alias, ExternalId, Redirect, Resource, Revision):
        attached._default_manager.filter(item_id__in=ids).delete()
    for record in world.unshared.values():
        record.delete()
    Picture.objects.filter(pk__in=[picture.pk for picture in world.hidden_pictures]).delete()
