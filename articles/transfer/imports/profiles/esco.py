"""ESCO: the European classification of skills and occupations (https://esco.ec.europa.eu), reuse with acknowledgement."""

from itertools import zip_longest

from articles.transfer.imports.profiles.shapes import End, ItemShape, LinkShape
from articles.transfer.imports.profiles.texts import text_of
from articles.transfer.imports.rows import ItemRow, Profile
from articles.transfer.imports.tables import TableRow

SCHEME, OCCUPATION_CODE = "esco", "esco-code"
SKILL_ADDRESS = "http://data.europa.eu/esco/skill/"
UUID_LENGTH = 36
NOTICE = "This product uses the ESCO classification of the European Commission."


def complete_skill(row: TableRow, item: ItemRow) -> None:
    """What is broader: skills, of which one is the parent, and groups, whose first one is the group."""
    uris, labels = (text_of(row, name).split(" | ") for name in ("broaderConceptUri", "broaderConceptPT"))
    broader = [(uri.strip(), label.strip()) for uri, label in zip_longest(uris, labels, fillvalue="")]
    item.above = [uri for uri, _label in broader if is_skill(uri)]
    item.group = next((label[:1].upper() + label[1:] for uri, label in broader if label and not is_skill(uri)), "")
    skip_unreleased(row, item)


def is_skill(uri: str) -> bool:
    """Groups of skills have short codes, skills have UUIDs."""
    return uri.startswith(SKILL_ADDRESS) and len(uri) == len(SKILL_ADDRESS) + UUID_LENGTH


def complete_occupation(row: TableRow, item: ItemRow) -> None:
    # It begins with the group of the International Standard Classification, which several occupations share.
    item.ids = [(OCCUPATION_CODE, code)] if (code := text_of(row, "code")) else []
    skip_unreleased(row, item)


def skip_unreleased(row: TableRow, item: ItemRow) -> None:
    status = text_of(row, "status")
    item.skip = "" if status in ("", "released") else f"its status is {status}"


def skip_optional(row: TableRow) -> str:
    is_essential = text_of(row, "relationType") == "essential"
    return "" if is_essential else "an optional relation; a prerequisite is what is essential"


def skip_other_skills(row: TableRow) -> str:
    return "" if text_of(row, "digitalSkillUri") else "the skill is not among the digital skills"


SKILL = ItemShape(
    item_type="skill", scheme=SCHEME, code="conceptUri", name="preferredLabel", text="description", aliases="altLabels",
    says=frozenset({"aliases", "group", "broader"}), complete=complete_skill,
)  # fmt: skip
RELATION = LinkShape(
    source=End("skill", SCHEME, "originalSkillUri"), part="prerequisites",
    to=End("skill", SCHEME, "relatedSkillUri"), skip=skip_optional,
)  # fmt: skip
OCCUPATION = ItemShape(
    item_type="occupation", scheme=SCHEME, code="conceptUri", name="preferredLabel", text="description",
    aliases="altLabels", says=frozenset({"aliases"}), complete=complete_occupation,
)  # fmt: skip
USE = LinkShape(
    source=End("occupation", SCHEME, "occupationUri", "occupationLabel"), part="skills",
    to=End("skill", SCHEME, "digitalSkillUri", "skillLabel"), skip=skip_other_skills,
)  # fmt: skip

SKILL_COLUMNS = ("conceptUri", "preferredLabel", "altLabels", "broaderConceptUri")
RELATION_COLUMNS = ("originalSkillUri", "relationType", "relatedSkillUri")
OCCUPATION_COLUMNS = ("conceptUri", "iscoGroup", "preferredLabel", "altLabels")
USE_COLUMNS = ("occupationUri", "relationType", "digitalSkillUri")

ESCO_SKILLS = Profile(
    "esco-skills",
    "ESCO skills, and which of them need others",
    (SKILL.sheet(SKILL_COLUMNS, "skills", wants_parent=False), RELATION.sheet(RELATION_COLUMNS, "prerequisites")),
    NOTICE,
)
ESCO_OCCUPATIONS = Profile(
    "esco-occupations",
    "ESCO occupations and their skills",
    (
        OCCUPATION.sheet(OCCUPATION_COLUMNS, "occupations"),
        USE.sheet(USE_COLUMNS, "links from occupations to skills"),
    ),
    NOTICE,
)
