"""Landscapes of tools: LF AI & Data, AI Native, and the list of production machine learning."""

import re
from urllib.parse import urlsplit

from articles.naming import make_name_key
from articles.transfer.cells import split_list
from articles.transfer.imports.profiles.texts import aliases_of, as_markdown, in_brief, text_of
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


def read_lfai(row: TableRow) -> ItemRow:
    category = text_of(row, "category") or text_of(row, "landscape.name")
    subcategory = text_of(row, "subcategory") or text_of(row, "subcategories.name")
    name, description = text_of(row, "name"), text_of(row, "description")
    return ItemRow(
        code=make_name_key(name),
        fields={
            "name": name,
            "summary": in_brief(description),
            "description": as_markdown(description),
            "homepage": text_of(row, "homepage_url"),
            "repository": text_of(row, "repo_url"),
            "licence": text_of(row, "license"),
        },
        says=frozenset({"categories"}),
        categories=path_of(LFAI, category, subcategory),
    )


def read_ai_native(row: TableRow) -> ItemRow:
    name, description = text_of(row, "name"), text_of(row, "description")
    if language_of(row) != "en":
        aliases = aliases_of([name], language_of(row))
        return ItemRow(code=text_of(row, "slug"), fields={"name": name}, aliases=aliases, is_addition=True)
    licence = text_of(row, "license")
    return ItemRow(
        code=text_of(row, "slug"),
        fields={
            "name": name,
            "summary": in_brief(description),
            "description": as_markdown(description),
            "homepage": text_of(row, "homepage"),
            "repository": text_of(row, "repo"),
            "licence": "" if licence in ("Unknown", "Other") else licence,
            "vendor": text_of(row, "author"),
        },
        says=frozenset({"categories"}),
        categories=[
            *path_of(AI_NATIVE, text_of(row, "category"), text_of(row, "subCategory")),
            *(CategoryName(AI_NATIVE_TAG, tag_key(tag), tag) for tag in tags_of(row)),
        ],
        warnings=[f"the licence “{licence}” says nothing and was left out"] if licence in ("Unknown", "Other") else [],
    )


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


def read_awesome(row: TableRow) -> ItemRow:
    name, url, description = text_of(row, "name"), text_of(row, "url"), text_of(row, "description")
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return ItemRow(
        code=make_name_key(name),
        fields={
            "name": name,
            "summary": in_brief(re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", description)),
            "description": description,
            ("repository" if host in CODE_HOSTS else "homepage"): url,
        },
        says=frozenset({"categories"}),
        categories=path_of(AWESOME, text_of(row, "section")),
    )


LFAI_LANDSCAPE = Profile(
    "lfai-landscape",
    "LF AI & Data landscape",
    (
        Sheet(
            "items", frozenset({"name", "category", "subcategory", "homepage_url"}), read_lfai, "tool", LFAI,
            joins_by_alias=True, title="tools",
        ),
        Sheet(
            "items", frozenset({"name", "landscape.name", "homepage_url"}), read_lfai, "tool", LFAI,
            joins_by_alias=True, title="tools",
        ),
    ),
    "LF AI & Data Landscape, LF AI & Data Foundation, Apache License 2.0.",
)  # fmt: skip

AI_NATIVE_LANDSCAPE = Profile(
    "ai-native-landscape",
    "AI Native landscape",
    (
        Sheet(
            "items", frozenset({"name", "slug", "category", "subCategory", "file"}), read_ai_native, "tool", AI_NATIVE,
            joins_by_alias=True, title="tools",
            # Whether the project goes on.
            other_meaning=frozenset({"status"}),
        ),
        Sheet(
            "categories", frozenset({"categories.key", "key", "name"}), read_ai_native_category, scheme=AI_NATIVE,
            title="categories",
        ),
    ),
    "AI Native Landscape, Jimmy Song and contributors, Apache License 2.0.",
)  # fmt: skip

AWESOME_PRODUCTION_ML = Profile(
    "awesome-production-ml",
    "Awesome production machine learning",
    (
        Sheet(
            "items", frozenset({"name", "section", "url", "description"}), read_awesome, "tool", AWESOME,
            joins_by_alias=True, title="tools",
        ),
    ),
    "Awesome production machine learning, Alejandro Saucedo and contributors, MIT License.",
)  # fmt: skip
