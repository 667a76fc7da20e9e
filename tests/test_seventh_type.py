"""A type of items that an application of its own declares in a few small files is on every face, and what it leaves out is told."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.running import ROOT

FOLDER = Path(__file__).parent / "seventh_type"
ERRORS = {
    "list": ["articles.E010"],
    "links": ["articles.E011"],
    "editor": ["articles.E012"],
    "list page": ["portal.E010"],
    "page": ["portal.E011"],
    "template": ["portal.E012"],
    "api": ["api.E001"],
    "nothing": [],
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], dict[str, str]]) -> Any:
    """What `opening` prints."""
    variables = {"PORTAL_VAR": str(tmp_path_factory.mktemp("seventh")), **new_database()}
    settings = {"DJANGO_SETTINGS_MODULE": "tests.seventh_type.settings"}
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    printed = subprocess.check_output(
        [sys.executable, "-m", "tests.seventh_type.opening"],
        cwd=ROOT,
        env={**inherited, **settings, **variables},
        text=True,
    )
    return json.loads(printed.splitlines()[-1])


def test_it_takes_at_most_eight_small_files() -> None:
    """Beside the settings that name it, and what opens it here."""
    ours = {"settings.py", "opening.py"}
    files = [path for path in FOLDER.rglob("*") if path.suffix in {".py", ".html"} and path.name not in ours]
    assert len(files) <= 8
    assert max(len(path.read_text().splitlines()) for path in files) <= 25


def test_it_is_on_every_face(told: Any) -> None:
    assert [face for face, is_there in told["faces"].items() if not is_there] == []
    assert len(told["faces"]) > 15


@pytest.mark.parametrize("entry", ERRORS)
def test_entry_that_is_left_out_is_told(told: Any, entry: str) -> None:
    assert sorted(set(told["left out"][entry])) == ERRORS[entry]
