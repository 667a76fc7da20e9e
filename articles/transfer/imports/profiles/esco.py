"""ESCO: the European classification of skills and occupations (https://esco.ec.europa.eu), reuse with acknowledgement."""

from itertools import zip_longest

from articles.transfer.cells import split_list
from articles.transfer.imports.profiles.texts import aliases_of, as_markdown, in_brief, text_of
from articles.transfer.imports.rows import ItemRow, LinkRow, Profile, Ref, Sheet
from articles.transfer.imports.tables import TableRow

SCHEME, OCCUPATION_CODE = "esco", "esco-code"
SKILL_ADDRESS = "http://data.europa.eu/esco/skill/"
UUID_LENGTH = 36
NOTICE = "This product uses the ESCO classification of the European Commission."


def read_skill(row: TableRow) -> ItemRow:
    description = text_of(row, "description")
    uris, labels = (text_of(row, name).split(" | ") for name in ("broaderConceptUri", "broaderConceptPT"))
    broader = [(uri.strip(), label.strip()) for uri, label in zip_longest(uris, labels, fillvalue="")]
    return ItemRow(
        code=text_of(row, "conceptUri"),
        fields={
            "name": text_of(row, "preferredLabel"),
            "summary": in_brief(description),
            "description": as_markdown(description),
        },
        aliases=aliases_of(cells(row, "altLabels")),
        above=[uri for uri, _label in broader if is_skill(uri)],
        group=next((label[:1].upper() + label[1:] for uri, label in broader if label and not is_skill(uri)), ""),
        says=frozenset({"aliases", "group", "broader"}),
        skip="" if text_of(row, "status") in ("", "released") else f"its status is {text_of(row, 'status')}",
    )


def cells(row: TableRow, column: str) -> list[str]:
    return split_list(text_of(row, column), (" | ", "\n"))


def is_skill(uri: str) -> bool:
    """Groups of skills have short codes, skills have UUIDs."""
    return uri.startswith(SKILL_ADDRESS) and len(uri) == len(SKILL_ADDRESS) + UUID_LENGTH


def read_relation(row: TableRow) -> LinkRow:
    source, target = (Ref("skill", SCHEME, text_of(row, name)) for name in ("originalSkillUri", "relatedSkillUri"))
    optional = text_of(row, "relationType") != "essential"
    reason = "an optional relation; a prerequisite is what is essential" if optional else ""
    return LinkRow(source, "prerequisites", target, skip=reason)


def read_occupation(row: TableRow) -> ItemRow:
    description = text_of(row, "description")
    return ItemRow(
        code=text_of(row, "conceptUri"),
        fields={
            "name": text_of(row, "preferredLabel"),
            "summary": in_brief(description),
            "description": as_markdown(description),
        },
        aliases=aliases_of(cells(row, "altLabels")),
        # It begins with the group of the International Standard Classification, which several occupations share.
        ids=[(OCCUPATION_CODE, code)] if (code := text_of(row, "code")) else [],
        says=frozenset({"aliases"}),
        skip="" if text_of(row, "status") in ("", "released") else f"its status is {text_of(row, 'status')}",
    )


def read_use(row: TableRow) -> LinkRow:
    uri = text_of(row, "digitalSkillUri")
    occupation = Ref("occupation", SCHEME, text_of(row, "occupationUri"), text_of(row, "occupationLabel"))
    skill = Ref("skill", SCHEME, uri, text_of(row, "skillLabel"))
    return LinkRow(occupation, "skills", skill, skip="" if uri else "the skill is not among the digital skills")


ESCO_SKILLS = Profile(
    "esco-skills",
    "ESCO skills, and which of them need others",
    (
        Sheet(
            "items", frozenset({"conceptUri", "preferredLabel", "altLabels", "broaderConceptUri"}), read_skill, "skill",
            SCHEME, title="skills", wants_parent=False,
        ),
        Sheet(
            "links", frozenset({"originalSkillUri", "relationType", "relatedSkillUri"}), read_relation, "skill", SCHEME,
            title="prerequisites",
        ),
    ),
    NOTICE,
)  # fmt: skip

ESCO_OCCUPATIONS = Profile(
    "esco-occupations",
    "ESCO occupations and their skills",
    (
        Sheet(
            "items", frozenset({"conceptUri", "iscoGroup", "preferredLabel", "altLabels"}), read_occupation,
            "occupation", SCHEME, title="occupations",
        ),
        Sheet(
            "links", frozenset({"occupationUri", "relationType", "digitalSkillUri"}), read_use, "occupation", SCHEME,
            title="links from occupations to skills",
        ),
    ),
    NOTICE,
)  # fmt: skip
