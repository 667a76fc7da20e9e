"""Runs a measurement: `python -m tests.bench NAME [ARGUMENT ...]`; without a name, says which there are.

A measurement is a module of this package with a `main()`. Django is set up for it with the portal's own settings, and with a
temporary folder for its state unless PORTAL_VAR names one.
"""

import importlib
import os
import pkgutil
import sys
import tempfile

import django

import tests.bench


def names() -> list[str]:
    return sorted(
        module.name
        for module in pkgutil.iter_modules(tests.bench.__path__)
        if module.name not in {"__main__", "measuring", "loading"} and not module.name.startswith("fault_")
    )


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in names():
        sys.exit(f"usage: python -m tests.bench NAME, with one of: {', '.join(names())}")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ.setdefault("PORTAL_VAR", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        django.setup()
        importlib.import_module(f"tests.bench.{sys.argv[1]}").main()


if __name__ == "__main__":
    main()
