"""Time and queries of pages and of the API, at 100 and at 10,000 articles, beside 9,000 tools."""

from itertools import batched
from typing import Any

from django.conf import settings
from django.test import Client

from articles.editing import Edit, save_items
from articles.models import Article, Skill, Tool
from articles.snapshots import Snapshot
from tests.bench.measuring import count_queries, make_portal, median_seconds, print_table

FEW, MANY, TOOLS, SKILLS, BATCH = 100, 10_000, 9_000, 60, 500
ADDRESSES = (
    "/",
    "/articles/",
    "/articles/?skills=skill-1&ordering=name",
    "/articles/?skills=skill-1&skills=skill-2&tools=tool-7",
    "/articles/article-7/",
    "/skills/",
    "/skills/skill-1/",
    "/tools/",
    "/tools/tool-1/",
    "/tools/compare/?items=tool-1,tool-7",
    "/search/?q=tool+7",
    "/api/v1/articles/",
    "/api/v1/articles/?page_size=100",
    "/api/v1/articles/article-7/",
    "/api/v1/skills/skill-1/",
    "/api/v1/tools/?page_size=100",
)
BODY = "## A heading\n\nSome *text* with `code` and a [link](https://example.org).\n\n" * 8


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    make_portal()
    tools = fill_catalogue()
    add_articles(0, FEW, tools)
    few = measure()
    add_articles(FEW, MANY, tools)
    many = measure()
    print_table(
        ("address", f"queries at {FEW}", f"at {MANY}", f"ms at {FEW}", f"at {MANY}", "ratio"),
        [
            (address, few[address][0], many[address][0], *(f"{1000 * one[address][1]:.1f}" for one in (few, many)),
             f"{many[address][1] / few[address][1]:.2f}")
            for address in ADDRESSES
        ],
    )  # fmt: skip


def fill_catalogue() -> list[Tool]:
    """The tools, of which each skill uses some."""
    tools = [Tool() for _number in range(TOOLS)]
    save_all([
        Edit(tool, Snapshot(fields={"name": f"Tool {number}", "summary": "A tool.", "status": "published"}))
        for number, tool in enumerate(tools)
    ])  # fmt: skip
    save_all([
        Edit(Skill(), Snapshot(
            fields={"name": f"Skill {number}", "summary": "A skill.", "status": "published"},
            links={"tools": [str(tool.pk) for tool in tools[number :: SKILLS][:200]]},
        ))
        for number in range(SKILLS)
    ])  # fmt: skip
    return tools


def add_articles(first: int, last: int, tools: list[Tool]) -> None:
    skills = list(Skill.objects.order_by("sort_key"))
    edits = []
    for number in range(first, last):
        links: dict[str, list[Any]] = {
            "skills": [skills[number % SKILLS], skills[1]],
            "tools": [tools[number % TOOLS], tools[1]],
        }
        fields = {"title": f"Article {number}", "summary": "About it.", "body": BODY, "status": "published"}
        ids = {name: [str(target.pk) for target in targets] for name, targets in links.items()}
        edits.append(Edit(Article(), Snapshot(fields=fields, links=ids)))
    save_all(edits)


def save_all(edits: list[Edit]) -> None:
    for group in batched(edits, BATCH, strict=False):
        save_items(group, by=None)


def measure() -> dict[str, tuple[int, float]]:
    """(queries, median seconds) of each address."""
    client = Client()
    return {address: measure_one(client, address) for address in ADDRESSES}


def measure_one(client: Client, address: str) -> tuple[int, float]:
    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")

    return count_queries(ask), median_seconds(ask)
