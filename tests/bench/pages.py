"""Lighthouse on the starter's pages, as a phone sees them: `python -m tests.bench pages`. Wants Node, npm and Chromium.

Of each kind it takes the page with the most HTML, runs Lighthouse on it three times, and prints the medians: the scores
of 100, layout shift, milliseconds to the first and the largest paint, and the kilobytes that were sent.
"""

# ruff: noqa: T201 - a measurement prints

import json
import os
import statistics
import subprocess
import tempfile
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.measuring import print_table
from tests.chromium import ARGUMENTS, find_chromium
from tests.running import RunningUp

LIGHTHOUSE = "lighthouse@12"
RUNS = 3
SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
METRICS = {
    "layout shift": ("cumulative-layout-shift", 1),
    "first paint, ms": ("first-contentful-paint", 1),
    "largest paint, ms": ("largest-contentful-paint", 1),
    "kB": ("total-byte-weight", 1000),
}
LISTS = ("/", "/articles/", "/skills/", "/tools/", "/industries/", "/occupations/", "/paths/", "/map/")
DETAILS = ("articles", "skills", "tools", "industries", "occupations", "paths")
# Search engines are kept from these on purpose, which Lighthouse counts as a fault.
NOT_INDEXED = ("/search/?q=data", "/tools/compare/?items=pytorch,jax")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portal-pages-") as name:
        folder = Path(name)
        install_lighthouse(folder)
        up = RunningUp(folder / "portal")
        try:
            up.get("/")
            addresses = [*LISTS, *heaviest_pages(up.url), *NOT_INDEXED]
            rows = [measure(folder, up.url, address) for address in addresses]
        finally:
            up.stop()
    print_table(("page", *SCORES, *METRICS), rows)
    print(f"wanted: {', '.join(f'{kind} {score}' for kind, score in SCORES.items())}, layout shift 0; ! marks less")


def install_lighthouse(folder: Path) -> None:
    subprocess.run(
        ["npm", "install", "--silent", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", LIGHTHOUSE],
        cwd=folder,
        check=True,
    )


def heaviest_pages(origin: str) -> list[str]:
    """The longest page of each type of item."""
    sitemap = fetch(f"{origin}/sitemap.xml").decode()
    found: dict[str, tuple[int, str]] = {}
    for part in sitemap.split("<loc>")[1:]:
        path = urlsplit(part.split("</loc>")[0]).path
        kind, _slash, slug = path.strip("/").partition("/")
        if kind in DETAILS and slug:
            found[kind] = max(found.get(kind, (0, "")), (len(fetch(origin + path)), path))
    return [found[kind][1] for kind in DETAILS]


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as answer:
        body: bytes = answer.read()
    return body


def measure(folder: Path, origin: str, address: str) -> list[str]:
    reports = [run_lighthouse(folder, origin + address) for _run in range(RUNS)]
    cells = [address]
    for kind, wanted in SCORES.items():
        score = statistics.median(round(100 * (report["categories"][kind]["score"] or 0)) for report in reports)
        is_less = score < wanted and not (kind == "seo" and address in NOT_INDEXED)
        cells.append(f"{score:.0f}{' !' if is_less else ''}")
    for audit, unit in METRICS.values():
        value = statistics.median(report["audits"][audit].get("numericValue", 0) for report in reports)
        cells.append(f"{value / unit:.3g}" if value < unit else f"{value / unit:.0f}")
    return cells


def run_lighthouse(folder: Path, url: str) -> Any:
    """The report of one run. Raises CalledProcessError where Lighthouse found no page."""
    report = folder / "report.json"
    flags = " ".join(ARGUMENTS)
    subprocess.run(
        ["node", "node_modules/lighthouse/cli/index.js", url, "--quiet", "--output=json", f"--output-path={report}",
         f"--chrome-flags={flags}"],
        cwd=folder,
        env={**os.environ, "CHROME_PATH": find_chromium()},
        check=True,
    )  # fmt: skip
    return json.loads(report.read_text(encoding="utf-8"))
