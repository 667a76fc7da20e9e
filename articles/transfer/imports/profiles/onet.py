"""O*NET: occupations of the U.S. Department of Labor, their other titles, and the technologies that they use.

Names and codes are those of the database (https://www.onetcenter.org/database.html), which is under CC BY 4.0.
"""

from articles.transfer.imports.profiles.shapes import End, ItemShape, LinkShape
from articles.transfer.imports.profiles.texts import text_of
from articles.transfer.imports.rows import CategoryName, ItemRow, Profile, Sheet
from articles.transfer.imports.tables import TableRow

OCCUPATIONS, TECHNOLOGIES, COMMODITIES = "onet-soc", "unspsc-onet", "unspsc"
NOTICE = (
    "Includes information from the O*NET Database by the U.S. Department of Labor, Employment and Training"
    " Administration (USDOL/ETA), used under the CC BY 4.0 license. O*NET is a trademark of USDOL/ETA."
)


def complete_technology(row: TableRow, item: ItemRow) -> None:
    code, title = text_of(row, "Commodity Code"), text_of(row, "Commodity Title")
    item.categories = [CategoryName(COMMODITIES, code, title or code)] if code else []


def read_commodity(row: TableRow) -> CategoryName:
    above: CategoryName | None = None
    for level in ("Segment", "Family", "Class"):
        above = CategoryName(COMMODITIES, text_of(row, f"{level} Code"), text_of(row, f"{level} Title"), above)
    return CategoryName(COMMODITIES, text_of(row, "Commodity Code"), text_of(row, "Commodity Title"), above)


def complete_occupation(_row: TableRow, item: ItemRow) -> None:
    """The six digits alone are the code of the Standard Occupational Classification."""
    item.ids = [("soc", item.code.removesuffix(".00"))] if item.code.endswith(".00") else []


TECHNOLOGY = ItemShape(
    item_type="tool", scheme=TECHNOLOGIES, code="Example", name="Example",
    says=frozenset({"categories"}), complete=complete_technology,
)  # fmt: skip
OCCUPATION = ItemShape(
    item_type="occupation", scheme=OCCUPATIONS, code="O*NET-SOC Code", name="Title", text="Description",
    complete=complete_occupation,
)  # fmt: skip
KNOWN_OCCUPATION = End("occupation", OCCUPATIONS, "O*NET-SOC Code", "Title")
USE = LinkShape(source=KNOWN_OCCUPATION, part="tools", to=End("tool", TECHNOLOGIES, "Example", "Example"))
ALTERNATE_TITLE = LinkShape(source=KNOWN_OCCUPATION, alias="Alternate Title")
REPORTED_TITLE = LinkShape(source=KNOWN_OCCUPATION, alias="Reported Job Title")

USE_COLUMNS = ("O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", "Hot Technology")
COMMODITY_COLUMNS = frozenset({"Commodity Code", "Class Code", "Family Code", "Segment Code"})
USES = USE.sheet(USE_COLUMNS, "links from occupations to tools")

ONET_TECHNOLOGIES = Profile(
    "onet-technologies",
    "O*NET technologies, and the occupations that use them",
    (
        TECHNOLOGY.sheet(USE_COLUMNS, "tools", joins_by_alias=True),
        Sheet("categories", COMMODITY_COLUMNS, read_commodity, scheme=COMMODITIES, title="categories"),
        USES,
    ),
    NOTICE,
)
ONET_OCCUPATIONS = Profile(
    "onet-occupations",
    "O*NET occupations, their other titles and their tools",
    (
        OCCUPATION.sheet(("O*NET-SOC Code", "Title", "Description"), "occupations"),
        ALTERNATE_TITLE.sheet(("O*NET-SOC Code", "Alternate Title"), "alternate titles"),
        REPORTED_TITLE.sheet(("O*NET-SOC Code", "Reported Job Title"), "reported titles"),
        USES,
    ),
    NOTICE,
)
