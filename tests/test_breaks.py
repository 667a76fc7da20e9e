"""The deliberate breaks that the tests are tried with still are breaks of today's code."""

import pytest

from tests.bench.breaks import BREAKS
from tests.running import ROOT


@pytest.mark.parametrize("name", BREAKS)
def test_break_finds_its_place_and_its_tests(name: str) -> None:
    one = BREAKS[name]
    assert (ROOT / one.path).read_text(encoding="utf-8").count(one.old) == 1
    paths = [word.split("::")[0] for word in one.tests.split() if not word.startswith("-")]
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert paths
