"""Industries after NACE Rev. 2 (Eurostat), and employment in U.S. sectors (Bureau of Labor Statistics, OEWS)."""

from functools import partial

from articles.publishing import Status
from articles.transfer.imports.profiles.texts import as_markdown, in_brief, sentence_case, text_of
from articles.transfer.imports.rows import FigureRow, ItemRow, Profile, Ref, Sheet
from articles.transfer.imports.standing import SILENT, Standing
from articles.transfer.imports.tables import TableRow

NACE, NAICS, BLS, SOC, ONET = "nace", "naics", "bls-sector", "soc", "onet-soc"
# Households and extraterritorial bodies: no places of work that a portal lists.
UNLISTED_SECTIONS = frozenset({"T", "U"})
UNLISTED_CODES = ("97", "98", "99")
UNLISTED = Standing(Status.DRAFT.value, ("households and extraterritorial bodies are not listed",), is_firm=False)
INCLUDES = (
    ("This item includes", "Includes"),
    ("This item also includes", "Also includes"),
    ("This item excludes", "Does not include"),
)
# The file names a range of sectors by its first code.
RANGES = {"31": "31-33", "44": "44-45", "48": "48-49"}
GOVERNMENT = "99"
NOT_RELEASED = frozenset({"", "*", "**", "#"})
MEASURES = {"employment": "TOT_EMP", "share": "PCT_TOTAL", "wage": "A_MEDIAN"}
YEAR, SOURCE = 2024, "BLS OEWS May 2024"


def read_industry(row: TableRow) -> ItemRow:
    code = text_of(row, "Code")
    parts = [(title, text_of(row, column)) for column, title in INCLUDES]
    is_unlisted = code in UNLISTED_SECTIONS or code.startswith(UNLISTED_CODES)
    return ItemRow(
        code=code,
        fields={
            "name": sentence_case(text_of(row, "Description")),
            "summary": in_brief(text_of(row, "This item includes")),
            "description": "\n\n".join(f"**{title}:**\n\n{as_markdown(text)}" for title, text in parts if text),
        },
        above=[parent] if (parent := text_of(row, "Parent")) else [],
        says=frozenset({"parent"}),
        standing=UNLISTED if is_unlisted else SILENT,
    )


def read_sector(row: TableRow, *, scheme: str) -> ItemRow | None:
    """None for a sector whose code is of the other scheme."""
    sector = sector_of(row)
    return ItemRow(code=sector.code, fields={"name": sector.name}) if sector.scheme == scheme else None


def sector_of(row: TableRow) -> Ref:
    code = text_of(row, "NAICS")
    # 99 is government, which the classification has no code for.
    scheme = BLS if code == GOVERNMENT else NAICS
    return Ref("industry", scheme, RANGES.get(code, code), text_of(row, "NAICS_TITLE"))


def read_figure(row: TableRow) -> FigureRow:
    code, level = text_of(row, "OCC_CODE"), text_of(row, "O_GROUP")
    occupation = Ref("occupation", SOC, code, text_of(row, "OCC_TITLE"), other_codes=((ONET, f"{code}.00"),))
    values = {measure: released(text_of(row, column)) for measure, column in MEASURES.items()}
    skip = "" if level in ("", "detailed") else "a total of several occupations"
    return FigureRow(sector_of(row), occupation, values, YEAR, SOURCE, skip)


def released(cell: str) -> str | None:
    """None for what the bureau does not release, or gives only a lower bound of."""
    return None if cell in NOT_RELEASED else cell


NACE_INDUSTRIES = Profile(
    "nace-industries",
    "NACE Rev. 2 industries",
    (
        Sheet(
            "items", frozenset({"Code", "Parent", "Description", "This item includes"}), read_industry, "industry", NACE,
            # A group with one class has its class's name.
            joins_by_name=False, title="industries",
        ),
    ),
    "Source: NACE Rev. 2, Eurostat, European Commission.",
)  # fmt: skip

BLS_FIGURES = Profile(
    "bls-figures",
    "BLS employment, share and wage by sector and occupation",
    (
        Sheet(
            "figures", frozenset({"NAICS", "NAICS_TITLE", "OCC_CODE", "OCC_TITLE", "TOT_EMP"}), read_figure,
            title="figures",
        ),
        Sheet(
            "items", frozenset({"NAICS", "NAICS_TITLE"}), partial(read_sector, scheme=NAICS), "industry", NAICS,
            without=frozenset({"OCC_CODE"}), title="sectors",
        ),
        Sheet(
            "items", frozenset({"NAICS", "NAICS_TITLE"}), partial(read_sector, scheme=BLS), "industry", BLS,
            without=frozenset({"OCC_CODE"}), title="sectors without a code",
        ),
    ),
    "Source: U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics, May 2024.",
)  # fmt: skip
