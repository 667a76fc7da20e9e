"""Splits a run into parts that several processes take in turns: `--part 2/4` runs the second of four."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest


def modules_of_part(modules: Iterable[Path], part: str) -> set[Path]:
    """The modules of one part, whole ones, since their tests share what they set up; all parts together are all modules.

    modules: one entry for each test. The parts hold as many tests as whole modules allow. Raises pytest.UsageError.
    """
    number, count = read_part(part)
    sizes = Counter(modules)
    parts: list[set[Path]] = [set() for _part in range(count)]
    for module in sorted(sizes, key=lambda one: (-sizes[one], one)):
        min(parts, key=lambda held: sum(sizes[one] for one in held)).add(module)
    return parts[number - 1]


def read_part(part: str) -> tuple[int, int]:
    number, slash, count = part.partition("/")
    if slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count):
        return int(number), int(count)
    raise pytest.UsageError(f"--part takes the like of 2/4, not {part}")
