"""What pages say of themselves to search engines, in the words of schema.org."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from articles.json_objects import JsonObject
from articles.models import Item, Tool
from articles.reading.sitemap import changed_at
from articles.reading.texts import item_url
from articles.rendering import script_json
from portal.absolute_urls import site_url
from portal.context import SITE_NAME
from portal.origin import Origin, origin_of
from portal.templatetags.site import is_web_address

type Node = JsonObject


def to_script(*nodes: Node) -> str:
    """The nodes as one document, without what is empty."""
    return script_json({"@context": "https://schema.org", "@graph": [without_empty(node) for node in nodes]})


def without_empty(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in ("", None, [], {})}


def website(description: str, language: str) -> Node:
    return {
        "@type": "WebSite",
        "name": SITE_NAME,
        "url": site_url(reverse("home")),
        "description": description,
        "inLanguage": language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": site_url(f"{reverse('search')}?q={{search_term_string}}")},
            "query-input": "required name=search_term_string",
        },
    }


def trail(*places: tuple[str, str]) -> Node:
    """places: (name, absolute address), the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(places, start=1)
        ],
    }


def item_list(name: str, url: str, entries: Iterable[tuple[str, str]]) -> Node:
    """entries: (name, absolute address or "")."""
    rows = enumerate(entries, start=1)
    return {
        "@type": "ItemList",
        "name": name,
        "url": url,
        "itemListElement": [
            without_empty({"@type": "ListItem", "position": position, "name": entry, "url": address})
            for position, (entry, address) in rows
        ],
    }


def defined_term(item: Any, aliases: Sequence[str], set_name: str, set_url: str) -> Node:
    """A skill, a tool, an industry or an occupation."""
    addresses = [item.homepage, item.repository] if isinstance(item, Tool) else []
    return {
        "@type": "DefinedTerm",
        "name": item.name,
        "description": item.summary,
        "url": item_address(item),
        "alternateName": list(aliases),
        "sameAs": [address for address in addresses if is_web_address(address)],
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": set_name, "url": set_url},
    }


def learning_path(item: Any, step_titles: Sequence[str]) -> Node:
    steps = item_list(item.name, item_address(item), [(title, "") for title in step_titles])
    return steps | {"description": item.summary, "itemListOrder": "https://schema.org/ItemListOrderAscending"}


def article(item: Any, authors: Sequence[str], image: str, about: Iterable[Any]) -> Node:
    """about: the visible skills, tools and industries it is linked with."""
    url, origin = item_address(item), origin_of(item)
    return {
        "@type": "Article",
        "headline": item.title,
        "description": item.summary,
        "url": url,
        "mainEntityOfPage": url,
        "image": image,
        "inLanguage": item.language,
        "datePublished": item.publish_at.isoformat(),
        "dateModified": changed_at(item).isoformat(),
        "timeRequired": f"PT{item.reading_minutes}M" if item.reading_minutes else "",
        "articleSection": item.section.name if item.section else "",
        "author": [person(name) for name in authors] or [writer(origin)],
        "publisher": portal(),
        "about": [{"@type": "DefinedTerm", "name": one.name, "url": site_url(one.url)} for one in about],
        **(origin_of_text(origin) if origin else {}),
    }


def origin_of_text(origin: Origin) -> Node:
    """What a syndicated text is based on, under which licence, and whose it is."""
    licence = {"@type": "CreativeWork", "name": origin.licence, "url": origin.licence_url} if origin.licence else {}
    original = {
        "@type": "CreativeWork",
        "name": origin.title,
        "url": origin.url,
        "author": person(origin.author) if origin.author else None,
        "publisher": organization(origin.publisher),
        "datePublished": origin.published_on.isoformat() if origin.published_on else "",
        "license": without_empty(licence),
    }
    return {
        "isBasedOn": without_empty(original),
        "license": without_empty(licence),
        "copyrightHolder": organization(origin.publisher),
        "copyrightNotice": origin.rights,
        "creditText": origin.disclaimer,
    }


def writer(origin: Origin | None) -> Node:
    """Who stands for a text that names no author of ours."""
    if origin is None:
        return portal()
    return person(origin.author) if origin.author else organization(origin.publisher)


def person(name: str) -> Node:
    return {"@type": "Person", "name": name}


def organization(name: str) -> Node:
    return {"@type": "Organization", "name": name}


def portal() -> Node:
    return organization(SITE_NAME) | {"url": site_url(reverse("home"))}


def item_address(item: Item) -> str:
    return site_url(item_url(item.item_type, item.slug))
