"""How long saving takes: batches of tools, their links, a second run that changes nothing, a 3 MB text."""

import random
from collections.abc import Callable, Sequence
from itertools import batched

from articles.editing import Edit, save_item, save_items
from articles.models import Article, Item, Occupation, Tool
from articles.reading.texts import fill_texts
from articles.snapshots import Snapshot
from tests.bench.measuring import make_portal, print_table, seconds_of

TOOLS, LINKS_OF_ONE, OCCUPATIONS, BATCH = 9_000, 300, 100, 300
PARAGRAPH = "A paragraph of ordinary *prose*, number %d, with a [link](https://example.org) and some more words.\n\n"


def main() -> None:
    make_portal()
    print_table(("what", "rows", "seconds", "ms a row"), [*measure_tools(), *measure_long_text()])


def row(name: str, rows: int, seconds: float) -> tuple[str, int, str, str]:
    return name, rows, f"{seconds:.2f}", f"{1000 * seconds / rows:.2f}"


def in_batches(items: Sequence[Item], snapshot: Callable[[int], Snapshot]) -> Callable[[], None]:
    def save() -> None:
        for group in batched(enumerate(items), BATCH, strict=False):
            save_items([Edit(item, snapshot(number)) for number, item in group], by=None)

    return save


def measure_tools() -> list[tuple[str, int, str, str]]:
    rng = random.Random(1)  # noqa: S311  a benchmark wants the same numbers each time
    tools, occupations = [Tool() for _number in range(TOOLS)], [Occupation() for _number in range(OCCUPATIONS)]

    def tool(number: int) -> Snapshot:
        key = {"scheme": "bench", "code": str(number)}
        return Snapshot(fields={"name": f"Tool {number}", "status": "published", "external_ids": [key]})

    def occupation(number: int) -> Snapshot:
        links = [str(one.pk) for one in rng.sample(tools, LINKS_OF_ONE)]
        return Snapshot(fields={"name": f"Occupation {number}"}, links={"tools": links})

    return [
        row("create tools", TOOLS, seconds_of(in_batches(tools, tool))),
        row("save the same again", TOOLS, seconds_of(in_batches(tools, tool))),
        row("change each", TOOLS, seconds_of(in_batches(tools, lambda _n: Snapshot(fields={"summary": "New."})))),
        row("link to occupations", OCCUPATIONS * LINKS_OF_ONE, seconds_of(in_batches(occupations, occupation))),
    ]


def measure_long_text() -> list[tuple[str, int, str, str]]:
    body = "".join(PARAGRAPH % number for number in range(31_000))
    article = Article()
    fields = {"title": "Long", "summary": "Long.", "body": body, "status": "published"}
    first = seconds_of(lambda: save_item(article, {"fields": fields}, by=None, expected_version=0))
    stored = Article.objects.get(pk=article.pk)
    title = {"fields": {"title": "Longer", "body": body}}
    second = seconds_of(lambda: save_item(stored, title, by=None, expected_version=1))  # type: ignore[arg-type]
    filled = seconds_of(lambda: fill_texts([stored.body_html]))
    size = f"{len(body) / 1e6:.1f} MB text"
    return [row(f"create a {size}", 1, first), row("save its title", 1, second), row("fill its links in", 1, filled)]
