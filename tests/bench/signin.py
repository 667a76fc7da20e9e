"""How long a sign-in takes while a large import writes in another process: the slowest and the median of many."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from django.conf import settings
from django.test import Client

from articles.models import User
from tests.bench.measuring import make_portal, print_table

TOOLS, PASSWORD = 8_000, "correct horse battery"
WRITE = f"""
import django; django.setup()
from articles.editing import Edit, save_items
from articles.models import Tool
from articles.snapshots import Snapshot
for part in range(4):
    tools = [Tool() for _number in range({TOOLS // 4})]
    save_items([Edit(one, Snapshot(fields={{"name": f"Tool {{part}} {{n}}"}})) for n, one in enumerate(tools)], by=None)
"""


def main() -> None:
    make_portal()
    settings.ALLOWED_HOSTS = ["testserver"]
    User.objects.create_superuser(username="erin", password=PASSWORD)
    quiet = [sign_in() for _number in range(3)]
    during = list(sign_in_during())
    print_table(
        ("when", "sign-ins", "median s", "slowest s"),
        [
            (name, len(seconds), f"{statistics.median(seconds):.2f}", f"{max(seconds):.2f}")
            for name, seconds in (("nobody writes", quiet), (f"during an import of {TOOLS} rows", during))
        ],
    )


def sign_in_during() -> Iterator[float]:
    process = subprocess.Popen([sys.executable, "-c", WRITE])
    try:
        while process.poll() is None:
            yield sign_in()
    finally:
        process.kill()


def sign_in() -> float:
    """Seconds until the page behind the sign-in is there."""
    client, before = Client(), time.perf_counter()
    client.post("/admin/login/?next=/admin/password_change/", {"username": "erin", "password": PASSWORD}, secure=True)
    if client.get("/admin/password_change/", secure=True).status_code != 200:
        sys.exit("The sign-in failed.")
    return time.perf_counter() - before
