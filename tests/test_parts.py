"""Parts of a run: together they are the whole run, and no module is torn."""

from pathlib import Path

import pytest

from tests.parts import modules_of_part

SIZES = {"a.py": 40, "b.py": 9, "c.py": 9, "d.py": 12, "e.py": 10, "f.py": 1}
MODULES = [Path(name) for name, size in SIZES.items() for _test in range(size)]


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_each_module_is_in_one_part(count: int) -> None:
    parts = [modules_of_part(MODULES, f"{number}/{count}") for number in range(1, count + 1)]
    assert sorted(path for part in parts for path in part) == sorted(map(Path, SIZES))


def test_parts_hold_about_as_many_tests() -> None:
    parts = [modules_of_part(MODULES, f"{number}/2") for number in (1, 2)]
    assert [sum(SIZES[path.name] for path in part) for part in parts] == [41, 40]


def test_order_of_the_tests_is_no_matter() -> None:
    assert modules_of_part(MODULES, "2/3") == modules_of_part(MODULES[::-1], "2/3")


@pytest.mark.parametrize("part", ["", "2", "0/2", "3/2", "-1/2", "1/0", "a/b", "1/2/3", "½/2", "1/ 2"])
def test_part_that_is_none_is_refused(part: str) -> None:
    with pytest.raises(pytest.UsageError, match="--part takes the like of 2/4"):
        modules_of_part(MODULES, part)
