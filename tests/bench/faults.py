"""What the portal does under faults: `python -m tests.bench faults NAME [SECONDS]`. Each starts portals of its own."""

import importlib
import sys
from pathlib import Path

PREFIX = "fault_"


def main() -> None:
    names = sorted(path.stem.removeprefix(PREFIX) for path in Path(__file__).parent.glob(f"{PREFIX}*.py"))
    if len(sys.argv) < 3 or sys.argv[2] not in names:
        sys.exit(f"usage: python -m tests.bench faults NAME, with one of: {', '.join(names)}")
    importlib.import_module(f"tests.bench.{PREFIX}{sys.argv[2]}").main()
