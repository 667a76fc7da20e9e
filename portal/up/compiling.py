"""Compiles Python's modules beside the first start, on a second core: the portal meets most of them compiled.

A machine without compiled modules spends a third of the first start on that. What the portal loads first it compiles itself
in the meantime, so the list begins with what it loads last.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from portal.up.children import Child
from portal.up.plan import COLLECTED_NAME, ROOT, Plan, state_folder

OURS = ("portal", "articles", "api")
PACKAGES = (
    "psycopg",
    "drf_spectacular",
    "rest_framework",
    "granian",
    "django/contrib/postgres",
    "django/contrib/auth",
    "django/contrib/admin",
    "PIL",
    "latex2mathml",
    "mdit_py_plugins",
    "markdown_it",
)
COMPILE = "import compileall, os, sys; os.nice(5); [compileall.compile_dir(path, quiet=2) for path in sys.argv[1:]]"


def compile_command() -> list[str]:
    """A process that compiles what is not compiled yet, and then ends; modules that cannot be compiled are left alone."""
    folders = [ROOT / name for name in OURS] + [folder / name for name in PACKAGES for folder in package_folders()]
    return [sys.executable, "-c", COMPILE, *(str(folder) for folder in folders if folder.is_dir())]


def package_folders() -> list[Path]:
    return [Path(path) for path in sys.path if path.endswith(("site-packages", "dist-packages"))]


@contextmanager
def compiled_beside(plan: Plan, inherited: Mapping[str, str]) -> Iterator[Child]:
    """Compiles meanwhile where the portal starts for the first time; later starts find what the first one left."""
    child = Child(compile_command(), environment=plan.environment(inherited))
    if not (state_folder(inherited) / COLLECTED_NAME).exists():
        child.start()
    try:
        yield child
    finally:
        child.kill_group()
