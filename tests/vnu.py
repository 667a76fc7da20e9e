"""The Nu Html Checker over pages of the portal: one run of Java for all pages of a test, since Java starts slowly."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# Messages that are no fault of ours -> why.
ALLOWED: dict[str, str] = {}


def check_pages(jar: Path, pages: Mapping[str, str], folder: Path) -> list[str]:
    """Errors and warnings, each with the names of the pages that have it. folder: empty, the pages are put there."""
    names = {}
    for number, (name, page) in enumerate(pages.items()):
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
        names[f"{number}.html"] = name
    return list(told_messages(run_checker(jar, folder), names))


def run_checker(jar: Path, folder: Path) -> list[dict[str, Any]]:
    """Without guesses at the language of the texts: those of the tests are in none."""
    options = ["--format", "json", "--no-langdetect", "--stdout", "--exit-zero-always"]
    command = ["java", "-Xss4m", "-jar", str(jar), *options, str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    messages: list[dict[str, Any]] = json.loads(result.stdout)["messages"]
    return messages


def told_messages(messages: list[dict[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for one in messages:
        where = names[Path(unquote(urlsplit(one["url"]).path)).name] if "url" in one else "vnu"
        text = f"{one.get('subType', one['type'])}: {one['message']}"
        if not any(re.search(pattern, text) for pattern in ALLOWED):
            found.setdefault(f"{text}  {' '.join(one.get('extract', '').split())}", []).append(where)
    for text, places in found.items():
        yield f"{text}  ({len(places)} times, first in {places[0]})"
