"""Names and writing directions of the languages that articles are in; more of them than the interface speaks."""

from typing import TypedDict

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})
SCRIPT_LENGTH = 4


class LanguageInfo(TypedDict):
    """name: in English, as translations know it. name_local: as its speakers write it."""

    name: str
    name_local: str


def text_direction(language: str) -> str:
    """How the language runs, "rtl" or "ltr"; a script that the code names, as in "az-Arab", outweighs the language."""
    main, *subtags = language.lower().replace("_", "-").split("-")
    for subtag in subtags:
        if len(subtag) == SCRIPT_LENGTH and subtag.isalpha():
            return "rtl" if subtag in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if main in RIGHT_TO_LEFT else "ltr"


def language_name(language: str) -> str:
    """The name in the reader's language; the code itself where no name is known."""
    info = find_language(language)
    return _(info["name"]) if info else language


def own_language_name(language: str) -> str:
    """The name as its speakers write it."""
    info = find_language(language)
    return info["name_local"] if info else language


def find_language(language: str) -> LanguageInfo | None:
    try:
        info = get_language_info(language.lower())
    except KeyError:
        return None
    return LanguageInfo(name=info["name"], name_local=info["name_local"])
