"""What the first start compiles on a second core."""

import sys
from pathlib import Path

import pytest

from portal.up import compiling
from portal.up.plan import COLLECTED_NAME
from tests.portal.up.test_refusals import plan_of


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a program in place of the compiler writes that it runs."""
    code = "import signal; open('compiled', 'w').write('yes'); signal.pause()"
    monkeypatch.setattr(compiling, "compile_command", lambda: [sys.executable, "-S", "-c", code])
    monkeypatch.chdir(tmp_path)
    return tmp_path / "compiled"


def test_first_start_compiles_meanwhile_and_leaves_no_process(tmp_path: Path, compiled: Path) -> None:
    with compiling.compiled_beside(plan_of(), {"PORTAL_VAR": str(tmp_path)}) as child:
        while not compiled.exists():
            assert child.is_running

    assert not child.is_running


def test_later_start_compiles_nothing(tmp_path: Path, compiled: Path) -> None:
    (tmp_path / COLLECTED_NAME).touch()

    with compiling.compiled_beside(plan_of(), {"PORTAL_VAR": str(tmp_path)}) as child:
        assert not child.is_running


def test_what_is_compiled_exists_and_is_what_the_portal_loads() -> None:
    folders = [Path(word) for word in compiling.compile_command()[3:]]

    assert len(folders) == len(compiling.OURS) + len(compiling.PACKAGES)
    assert all(any(folder.rglob("*.py")) for folder in folders)
