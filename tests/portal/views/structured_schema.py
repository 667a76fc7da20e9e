"""A JSON Schema of the structured data that pages hold: the types of schema.org that we use, and what each must say."""

from typing import Any

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": r"^https?://[^\s<>\"]+$"}
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$"}


def node(kind: str, required: str = "", **properties: Any) -> dict[str, Any]:
    """An object of one type that has nothing but the given properties."""
    return {
        "type": "object",
        "required": ["@type", *required.split()],
        "additionalProperties": False,
        "properties": {"@type": {"const": kind}, **properties},
    }


def listed(one: dict[str, Any], least: int = 1) -> dict[str, Any]:
    return {"type": "array", "items": one, "minItems": least}


PERSON = node("Person", "name", name=TEXT)
ORGANIZATION = node("Organization", "name", name=TEXT, url=ADDRESS)
LICENCE = node("CreativeWork", "name", name=TEXT, url=ADDRESS)
ORIGINAL = node(
    "CreativeWork", "publisher", name=TEXT, url=ADDRESS, author=PERSON, publisher=ORGANIZATION, datePublished=DAY,
    license=LICENCE,
)  # fmt: skip
TERM_SET = node("DefinedTermSet", "name url", name=TEXT, url=ADDRESS)
NODES = {
    "Article": node(
        "Article", "headline url mainEntityOfPage image inLanguage datePublished dateModified author publisher",
        headline=TEXT, description=TEXT, url=ADDRESS, mainEntityOfPage=ADDRESS, image=ADDRESS, inLanguage=TEXT,
        datePublished=INSTANT, dateModified=INSTANT, timeRequired={"pattern": r"^PT\d+M$"}, articleSection=TEXT,
        author=listed({"anyOf": [PERSON, ORGANIZATION]}), publisher=ORGANIZATION,
        about=listed(node("DefinedTerm", "name url", name=TEXT, url=ADDRESS)),
        isBasedOn=ORIGINAL, license=LICENCE, copyrightHolder=ORGANIZATION, copyrightNotice=TEXT, creditText=TEXT,
    ),
    "DefinedTerm": node(
        "DefinedTerm", "name url inDefinedTermSet", name=TEXT, description=TEXT, url=ADDRESS,
        alternateName=listed(TEXT), sameAs=listed(ADDRESS), inDefinedTermSet=TERM_SET,
    ),
    "ItemList": node(
        "ItemList", "name url itemListElement", name=TEXT, description=TEXT, url=ADDRESS,
        itemListOrder={"const": "https://schema.org/ItemListOrderAscending"},
        itemListElement=listed(
            node("ListItem", "position name", position={"type": "integer", "minimum": 1}, name=TEXT, url=ADDRESS)
        ),
    ),
    "BreadcrumbList": node(
        "BreadcrumbList", "itemListElement",
        itemListElement=listed(
            node("ListItem", "position name item", position={"type": "integer", "minimum": 1}, name=TEXT, item=ADDRESS),
            least=2,
        ),
    ),
    "WebSite": node(
        "WebSite", "name url potentialAction", name=TEXT, url=ADDRESS, description=TEXT, inLanguage=TEXT,
        potentialAction=node(
            "SearchAction", "target query-input",
            **{
                "target": node(
                    "EntryPoint", "urlTemplate", urlTemplate={"pattern": r"^https?://\S+\?q=\{search_term_string\}$"}
                ),
                "query-input": {"const": "required name=search_term_string"},
            },
        ),
    ),
}  # fmt: skip
DOCUMENT = {
    "type": "object",
    "required": ["@context", "@graph"],
    "additionalProperties": False,
    "properties": {"@context": {"const": "https://schema.org"}, "@graph": listed({"anyOf": list(NODES.values())})},
}
