"""Landscapes of tools: LF AI & Data, AI Native, and the list of production machine learning."""

import re
from urllib.parse import urlsplit

from articles.naming import make_name_key
from articles.transfer.cells import split_list
from articles.transfer.imports.profiles.shapes import ItemShape
from articles.transfer.imports.profiles.texts import aliases_of, in_brief, text_of
from articles.transfer.imports.rows import CategoryName, ItemRow, Profile, Sheet
from articles.transfer.imports.tables import TableRow

LFAI, AI_NATIVE, AI_NATIVE_TAG, AWESOME = "lfai", "ai-native", "ai-native-tag", "awesome-production-ml"
CODE_HOSTS = frozenset({"github.com", "gitlab.com", "codeberg.org", "bitbucket.org"})
# Two spellings of one tag that no rule brings together.
TAG_SYNONYMS = {"codingagent": "codeagent", "developertool": "devtool", "finetuning": "finetune"}


def path_of(scheme: str, *names: str) -> list[CategoryName]:
    """The innermost of nested categories, keyed by its whole path: levels share names."""
    found: CategoryName | None = None
    code = ""
    for name in names:
        if name:
            code = f"{code}/{make_name_key(name)}".strip("/")
            found = CategoryName(scheme, code[:120], name, found)
    return [found] if found else []


def complete_lfai(row: TableRow, item: ItemRow) -> None:
    category = text_of(row, "category") or text_of(row, "landscape.name")
    item.categories = path_of(LFAI, category, text_of(row, "subcategory") or text_of(row, "subcategories.name"))


def complete_ai_native(row: TableRow, item: ItemRow) -> None:
    if (language := language_of(row)) != "en":
        name = item.fields["name"]
        item.fields, item.aliases, item.is_addition = {"name": name}, aliases_of([name], language), True
        item.says = frozenset()
        return
    if (licence := item.fields["licence"]) in ("Unknown", "Other"):
        item.fields["licence"] = ""
        item.warnings = [f"the licence “{licence}” says nothing and was left out"]
    tags = [CategoryName(AI_NATIVE_TAG, tag_key(tag), tag) for tag in tags_of(row)]
    item.categories = [*path_of(AI_NATIVE, text_of(row, "category"), text_of(row, "subCategory")), *tags]


def read_ai_native_category(row: TableRow) -> CategoryName:
    name = row.values.get("name")
    shown = str(name.get("en") or "") if isinstance(name, dict) else text_of(row, "name")
    above = text_of(row, "categories.key")
    parent = CategoryName(AI_NATIVE, above, text_of(row, "categories.name.en") or above)
    return CategoryName(AI_NATIVE, f"{above}/{text_of(row, 'key')}", shown, parent)


def language_of(row: TableRow) -> str:
    """Of a row of the table by its column, of a page by its name, such as `tool.zh.md`."""
    parts = text_of(row, "file").split(".")
    return text_of(row, "language") or (parts[-2] if len(parts) > len(("tool", "md")) else "en")


def tags_of(row: TableRow) -> list[str]:
    tags = row.values.get("tags") or []
    return [str(tag) for tag in tags] if isinstance(tags, list) else split_list(str(tags), ("|",))


def tag_key(tag: str) -> str:
    """The same for spellings that differ in case, hyphens or the plural: “AI Agents”, “AI Agent”; “Low-code”, “Low Code”."""
    key = re.sub(r"[^\w+#]+|_", "", make_name_key(tag))
    key = key[:-1] if key.endswith("s") and not key.endswith(("ss", "us", "is", "ops", "js")) else key
    return TAG_SYNONYMS.get(key, key) or tag


def complete_awesome(row: TableRow, item: ItemRow) -> None:
    """Its descriptions are Markdown already, and an address is a repository where its host holds such."""
    url, description = text_of(row, "url"), text_of(row, "description")
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    summary = in_brief(re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", description))
    address = "repository" if host in CODE_HOSTS else "homepage"
    item.fields |= {"summary": summary, "description": description, address: url}
    item.categories = path_of(AWESOME, text_of(row, "section"))


CATEGORIES = frozenset({"categories"})
LFAI_TOOL = ItemShape(
    item_type="tool", scheme=LFAI, text="description", says=CATEGORIES, complete=complete_lfai,
    fields={"homepage": "homepage_url", "repository": "repo_url", "licence": "license"},
)  # fmt: skip
AI_NATIVE_TOOL = ItemShape(
    item_type="tool", scheme=AI_NATIVE, code="slug", text="description", says=CATEGORIES, complete=complete_ai_native,
    fields={"homepage": "homepage", "repository": "repo", "licence": "license", "vendor": "author"},
)  # fmt: skip
AWESOME_TOOL = ItemShape(item_type="tool", scheme=AWESOME, says=CATEGORIES, complete=complete_awesome)

AI_NATIVE_COLUMNS = ("name", "slug", "category", "subCategory", "file")
KEY_COLUMNS = frozenset({"categories.key", "key", "name"})
# Whether the project goes on.
NO_STANDING = frozenset({"status"})

LFAI_LANDSCAPE = Profile(
    "lfai-landscape",
    "LF AI & Data landscape",
    (
        LFAI_TOOL.sheet(("name", "category", "subcategory", "homepage_url"), "tools", joins_by_alias=True),
        LFAI_TOOL.sheet(("name", "landscape.name", "homepage_url"), "tools", joins_by_alias=True),
    ),
    "LF AI & Data Landscape, LF AI & Data Foundation, Apache License 2.0.",
)
AI_NATIVE_LANDSCAPE = Profile(
    "ai-native-landscape",
    "AI Native landscape",
    (
        AI_NATIVE_TOOL.sheet(AI_NATIVE_COLUMNS, "tools", joins_by_alias=True, other_meaning=NO_STANDING),
        Sheet("categories", KEY_COLUMNS, read_ai_native_category, scheme=AI_NATIVE, title="categories"),
    ),
    "AI Native Landscape, Jimmy Song and contributors, Apache License 2.0.",
)
AWESOME_PRODUCTION_ML = Profile(
    "awesome-production-ml",
    "Awesome production machine learning",
    (AWESOME_TOOL.sheet(("name", "section", "url", "description"), "tools", joins_by_alias=True),),
    "Awesome production machine learning, Alejandro Saucedo and contributors, MIT License.",
)
