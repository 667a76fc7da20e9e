"""O*NET: occupations of the U.S. Department of Labor, their other titles, and the technologies that they use.

Names and codes are those of the database (https://www.onetcenter.org/database.html), which is under CC BY 4.0.
"""

from articles.transfer.imports.profiles.texts import as_markdown, in_brief, text_of
from articles.transfer.imports.rows import CategoryName, ItemRow, LinkRow, Profile, Ref, Sheet
from articles.transfer.imports.tables import TableRow

OCCUPATIONS, TECHNOLOGIES, COMMODITIES = "onet-soc", "unspsc-onet", "unspsc"
NOTICE = (
    "Includes information from the O*NET Database by the U.S. Department of Labor, Employment and Training"
    " Administration (USDOL/ETA), used under the CC BY 4.0 license. O*NET is a trademark of USDOL/ETA."
)


def read_technology(row: TableRow) -> ItemRow:
    code, title = text_of(row, "Commodity Code"), text_of(row, "Commodity Title")
    categories = [CategoryName(COMMODITIES, code, title or code)] if code else []
    name = text_of(row, "Example")
    return ItemRow(code=name, fields={"name": name}, categories=categories, says=frozenset({"categories"}))


def read_commodity(row: TableRow) -> CategoryName:
    above: CategoryName | None = None
    for level in ("Segment", "Family", "Class"):
        above = CategoryName(COMMODITIES, text_of(row, f"{level} Code"), text_of(row, f"{level} Title"), above)
    return CategoryName(COMMODITIES, text_of(row, "Commodity Code"), text_of(row, "Commodity Title"), above)


def read_occupation(row: TableRow) -> ItemRow:
    code, description = text_of(row, "O*NET-SOC Code"), text_of(row, "Description")
    fields = {
        "name": text_of(row, "Title"),
        "summary": in_brief(description),
        "description": as_markdown(description),
    }
    # The six digits alone are the code of the Standard Occupational Classification.
    ids = [("soc", code.removesuffix(".00"))] if code.endswith(".00") else []
    return ItemRow(code=code, fields=fields, ids=ids)


def occupation_of(row: TableRow) -> Ref:
    return Ref("occupation", OCCUPATIONS, text_of(row, "O*NET-SOC Code"), text_of(row, "Title"))


def read_use(row: TableRow) -> LinkRow:
    name = text_of(row, "Example")
    return LinkRow(occupation_of(row), "tools", Ref("tool", TECHNOLOGIES, name, name))


def read_alternate_title(row: TableRow) -> LinkRow:
    return LinkRow(occupation_of(row), "aliases", alias=text_of(row, "Alternate Title"))


def read_reported_title(row: TableRow) -> LinkRow:
    return LinkRow(occupation_of(row), "aliases", alias=text_of(row, "Reported Job Title"))


USE_COLUMNS = frozenset({"O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", "Hot Technology"})
USES = Sheet("links", USE_COLUMNS, read_use, "occupation", OCCUPATIONS, title="links from occupations to tools")

ONET_TECHNOLOGIES = Profile(
    "onet-technologies",
    "O*NET technologies, and the occupations that use them",
    (
        Sheet("items", USE_COLUMNS, read_technology, "tool", TECHNOLOGIES, joins_by_alias=True, title="tools"),
        Sheet(
            "categories", frozenset({"Commodity Code", "Class Code", "Family Code", "Segment Code"}), read_commodity,
            scheme=COMMODITIES, title="categories",
        ),
        USES,
    ),
    NOTICE,
)  # fmt: skip

ONET_OCCUPATIONS = Profile(
    "onet-occupations",
    "O*NET occupations, their other titles and their tools",
    (
        Sheet(
            "items", frozenset({"O*NET-SOC Code", "Title", "Description"}), read_occupation, "occupation", OCCUPATIONS,
            title="occupations",
        ),
        Sheet(
            "links", frozenset({"O*NET-SOC Code", "Alternate Title"}), read_alternate_title, "occupation", OCCUPATIONS,
            title="alternate titles",
        ),
        Sheet(
            "links", frozenset({"O*NET-SOC Code", "Reported Job Title"}), read_reported_title, "occupation", OCCUPATIONS,
            title="reported titles",
        ),
        USES,
    ),
    NOTICE,
)  # fmt: skip
