"""How long the starter catalogue takes to load, into an empty portal and again: `python -m tests.bench starter`."""

# ruff: noqa: T201 - a measurement prints

from articles.models import ITEM_MODELS, RECORD_MODELS, Change
from articles.transfer.starter.loading import load_starter
from tests.bench.measuring import make_portal, print_table, seconds_of

LATER_RUNS = 3


def main() -> None:
    make_portal()
    first = seconds_of(load)
    written = Change.objects.count()
    later = [seconds_of(load) for _run in range(LATER_RUNS)]
    print_table(
        ("run", "seconds"), [("first", f"{first:.1f}"), *(("again, nothing new", f"{one:.1f}") for one in later)]
    )
    print(f"changes written by the first run {written}, by later runs {Change.objects.count() - written}")
    print_table(
        ("type", "rows"),
        [(name, model._default_manager.count()) for name, model in {**ITEM_MODELS, **RECORD_MODELS}.items()],
    )


def load() -> None:
    load_starter(report=lambda _line: None)
