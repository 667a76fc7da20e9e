"""What the rows of an XLSX workbook need besides their sheet: texts, formats, the list of sheets. Pure."""

import io
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl.cell.text import Text
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from articles.transfer.imports.tables.xml_elements import elements

STRING_TAG = f"{{{SHEET_MAIN_NS}}}si"
MAX_STRINGS = 2_000_000
# Of a part that is no sheet and holds no texts, such as the formats.
MAX_PART_BYTES = 16 * 1024**2
MAX_PART_TAGS = 200_000


class Parts(zipfile.ZipFile):
    """openpyxl makes objects of whatever it reads in one go, and they take a hundred times as much memory."""

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """Raises ValueError for a part that is larger than any that was made by a spreadsheet."""
        info = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        content = super().read(info, pwd) if info.file_size <= MAX_PART_BYTES else b""
        if info.file_size > MAX_PART_BYTES or content.count(b"<") > MAX_PART_TAGS:
            raise ValueError(f"{info.filename} is too long")
        return content


@dataclass(frozen=True, slots=True)
class Book:
    """sheets: title by the member that holds it."""

    archive: zipfile.ZipFile
    sheets: dict[str, str]
    strings: list[str]
    epoch: datetime
    date_formats: Collection[int]
    timedelta_formats: Collection[int]


def open_book(content: bytes) -> Book:
    """The workbook, of which no row is read yet. Raises ValueError, and what openpyxl lets through.

    Not `load_workbook`: it holds all texts with their elements, and a sheet that does not tell its size.
    """
    reader: Any = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.archive = Parts(io.BytesIO(content))
    reader.read_manifest()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    return Book(
        reader.archive,
        list_sheets(reader),
        read_strings(reader.archive, reader.package),
        reader.wb.epoch,
        reader.wb._date_formats,  # noqa: SLF001  no public way
        reader.wb._timedelta_formats,  # noqa: SLF001  no public way
    )


def list_sheets(reader: Any) -> dict[str, str]:
    sheets: dict[str, str] = {}
    for sheet, relation in reader.parser.find_sheets():
        if relation.target not in reader.valid_files or "chartsheet" in relation.Type:
            continue
        if relation.target in sheets:
            raise ValueError(f"{relation.target} stands for several sheets")
        sheets[relation.target] = sheet.name
    return sheets


def read_strings(archive: zipfile.ZipFile, package: Manifest) -> list[str]:
    """The texts that cells refer to by number."""
    part = package.find(SHARED_STRINGS)
    if part is None:
        return []
    strings: list[str] = []
    with archive.open(part.PartName[1:]) as source:
        for element in elements(source, STRING_TAG):
            # As openpyxl does it.
            text: Any = Text.from_tree(element)
            strings.append(text.content.replace("x005F_", ""))
            if len(strings) > MAX_STRINGS:
                raise ValueError(f"it has more than {MAX_STRINGS:,} texts")
    return strings
