"""Markdown that can be read anywhere: references become links and pictures with absolute addresses.

Works on the written text without parsing it. What looks like a reference by id within code is treated as one, so that no
id of a hidden item is left anywhere.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .link_targets import DIAGRAM, UUID
from .references import WRITTEN, written_reference
from .results import LinkTarget, PictureTarget, Reference
from .tokens import heading_id

_PICTURE = re.compile(rf"picture:(?P<id>{UUID})", re.IGNORECASE)
_SHOWN_PICTURE = re.compile(
    rf"!\[(?P<alt>[^\[\]]{{0,1000}})\](?P<rest>\([ ]?<?picture:(?P<id>{UUID})>?[^()\n]{{0,300}}\))", re.IGNORECASE
)
# An address begins behind `](` or, in a definition, behind `[label]:`.
_BEFORE = r"(?P<before>\]\([ ]?<?|^[ ]{0,3}\[[^\]\n]{1,200}\]:[ ]{1,4}<?)"
_DIAGRAM = re.compile(rf"{_BEFORE}diagram:(?P<name>{DIAGRAM})", re.MULTILINE)
_RELATIVE = re.compile(rf"{_BEFORE}(?P<address>(?:/(?!/)|\.\.?/)[^\s)<>]{{0,2000}})", re.MULTILINE)
_SPECIAL = re.compile(
    r"[\\`*\[\]<>|]|(?<!\w)_|_(?!\w)|~(?=~)|&(?=#?\w{1,30};)|\A(?:[#+=-]|\d{1,9}(?=[.)]))|(?<=\s)#(?=#*\Z)|\$"
)


@dataclass(frozen=True)
class Targets:
    """What readers may see of what texts refer to."""

    links: Mapping[Reference, LinkTarget] = field(default_factory=dict)
    pictures: Mapping[str, PictureTarget] = field(default_factory=dict)
    diagrams: Mapping[str, PictureTarget] = field(default_factory=dict)


def written_pictures(source: str) -> frozenset[str]:
    """The id of every picture that the Markdown names, wherever it stands."""
    return frozenset(match["id"].lower() for match in _PICTURE.finditer(source))


def written_diagrams(source: str) -> frozenset[str]:
    return frozenset(match["name"] for match in _DIAGRAM.finditer(source))


def portable_markdown(source: str, targets: Targets, absolute: Callable[[str], str]) -> str:
    """The Markdown for readers elsewhere. A hidden item leaves its label, a hidden picture its alternative text.

    absolute: makes a whole address from one that holds on the item's page only.
    """

    def link(match: re.Match[str]) -> str:
        return _portable_link(match, targets.links.get(written_reference(match)), absolute)

    def shown(match: re.Match[str]) -> str:
        target = targets.pictures.get(match["id"].lower())
        if target is None:
            return match["alt"]
        alt = match["alt"] if match["alt"].strip() else escape_markdown(target.alt)
        return f"![{alt}]{match['rest']}"

    def picture(match: re.Match[str]) -> str:
        target = targets.pictures.get(match["id"].lower())
        return absolute(target.url) if target else "#"

    def diagram(match: re.Match[str]) -> str:
        target = targets.diagrams.get(match["name"])
        return match["before"] + (absolute(target.url) if target else "#")

    def relative(match: re.Match[str]) -> str:
        return match["before"] + absolute(match["address"])

    text = _RELATIVE.sub(relative, source)
    text = _DIAGRAM.sub(diagram, _PICTURE.sub(picture, _SHOWN_PICTURE.sub(shown, text)))
    return WRITTEN.sub(link, text)


def _portable_link(match: re.Match[str], target: LinkTarget | None, absolute: Callable[[str], str]) -> str:
    label = (match["label"] or "").strip()
    if target is None:
        return label
    place = heading_id(match["place"].strip()) if (match["place"] or "").strip() else ""
    return f"[{escape_markdown(label or target.name)}]({absolute(target.url)}{place and '#' + place})"


def escape_markdown(text: str) -> str:
    """Plain text as one line of Markdown that shows it as it is."""
    return _SPECIAL.sub(_escaped, " ".join(text.split()))


def _escaped(match: re.Match[str]) -> str:
    found = match.group()
    return f"{found}\\" if found.isdigit() else f"\\{found}"
