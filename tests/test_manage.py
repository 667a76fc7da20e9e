"""How `manage.py` loads Django: what it loads is never looked through for garbage, and what comes after is."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, clean_environment

LOAD = """
import gc, os, manage
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
try:
    manage.load_django()
finally:
    print(gc.isenabled(), gc.get_freeze_count() > 10_000)
"""


@pytest.mark.parametrize("zone", ["UTC", "Mars/Base"])
def test_garbage_is_looked_for_once_django_is_loaded_or_cannot_be(tmp_path: Path, zone: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOAD],
        cwd=ROOT,
        env=clean_environment(tmp_path, PORTAL_TIME_ZONE=zone),
        capture_output=True,
        text=True,
    )
    assert loaded.stdout == "True True\n"
    assert ("ImproperlyConfigured" in loaded.stderr) == (zone != "UTC")
