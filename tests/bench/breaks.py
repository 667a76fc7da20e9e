"""Breaks the portal on purpose, one way after the other, and says which the tests notice.

`python -m tests.bench breaks [NAME ...]`, all of `BREAKS` without a name. Works in a copy of the tree, never in the tree itself.
Ends with 1 where a break went unnoticed, where its text is no longer found in its file, or where the tests fail without it.
"""

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
NOTHING_RAN = 5


class Break(NamedTuple):
    """In `path` the one place with `old` becomes `new`; `tests`, as pytest takes them, have to fail then."""

    path: str
    old: str
    new: str
    tests: str


# fmt: off
BREAKS: dict[str, Break] = {
}
# fmt: on


def main() -> None:
    names = sys.argv[2:] or list(BREAKS)
    if unknown := [name for name in names if name not in BREAKS]:
        sys.exit(f"no such break: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="portal-breaks-") as folder:
        copy_tree(Path(folder))
        bad = sorted(name for name in names if not is_noticed(name, Path(folder)))
    print(f"{len(names) - len(bad)} of {len(names)} noticed")  # noqa: T201
    if bad:
        sys.exit(f"not noticed: {', '.join(bad)}")


def copy_tree(folder: Path) -> None:
    """What git keeps or would keep, as a repository of its own: some tests ask git for the files."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.check_output(command, cwd=ROOT, text=True).splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)


def is_noticed(name: str, folder: Path) -> bool:
    one = BREAKS[name]
    path = folder / one.path
    found = path.read_text(encoding="utf-8").count(one.old) if path.is_file() else 0
    if found != 1:
        print(f"{name}: its text stands {found} times in {one.path}", flush=True)  # noqa: T201
        return False
    with broken(path, one):
        failed = failures(one.tests, folder)
    print(f"{name}: {failed or 'NOT NOTICED'}", flush=True)  # noqa: T201
    return bool(failed)


@contextmanager
def broken(path: Path, one: Break) -> Iterator[None]:
    whole = path.read_text(encoding="utf-8")
    changed = whole.replace(one.old, one.new)
    if path.suffix == ".py":
        ast.parse(changed)  # what no longer compiles would be noticed by anything
    path.write_text(changed, encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(whole, encoding="utf-8")


def failures(tests: str, folder: Path) -> str:
    """The first test that fails; empty where all pass."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests.split()]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if run.returncode == 0:
        return ""
    found = FAILED.search(run.stdout)
    if run.returncode == NOTHING_RAN or not found:
        sys.exit(f"pytest could not run {tests}:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
    return found.group(1)
