"""Processes that write content and upload pictures, and what has to be in a portal that was backed up meanwhile."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from articles.models import Change, ChangeCounter, ExternalId, Picture
from tests.processes import finish, start_python

# Each line of a writer's diary is something that was acknowledged: the code of an item's key and its version.
WRITE = """
import hashlib, io, json, random, time
from pathlib import Path
from PIL import Image
from articles.editing import save_item
from articles.models import Article
from articles.editing.pictures import add_picture
diary, end, seconds = Path(arguments[0]), Path(arguments[1]), float(arguments[2])
rng, number = random.Random(arguments[0]), 0
kept = []
with diary.open("w") as lines:
    while not end.exists():
        started = time.monotonic()
        if kept and rng.random() < 0.4:
            pk, code, version = kept.pop(rng.randrange(len(kept)))
            article = save_item(Article.objects.get(pk=pk), {"fields": {"body": f"Edited. {number} " * 50}}, by=None, expected_version=version)
        else:
            number += 1
            code = f"{diary.stem}-{number}"
            image = io.BytesIO()
            Image.frombytes("RGB", (40, 30), rng.randbytes(3600)).save(image, "PNG")
            picture = add_picture(image.getvalue(), alt="A picture", by=None)
            fields = {"title": code, "summary": "One.", "body": "Text. " * 200, "status": "published"}
            fields["external_ids"] = [{"scheme": "diary", "code": code}]
            links = {"cover": [str(picture.pk)]}
            article = save_item(Article(), {"fields": fields, "links": links}, by=None, expected_version=0)
        kept.append((article.pk, code, article.version))
        lines.write(json.dumps([code, article.version]) + "\\n")
        lines.flush()
        time.sleep(max(0, seconds - (time.monotonic() - started)))
"""


class Writers:
    def __init__(self, folder: Path, *, number: int, seconds: float, environment: Mapping[str, str]) -> None:
        """seconds: between two saves of one of them."""
        self.diaries = [folder / f"writer{one}.diary" for one in range(number)]
        self.end = folder / "end"
        self.processes = [
            start_python(WRITE, diary, self.end, seconds, environment=environment) for diary in self.diaries
        ]

    def acknowledged(self) -> dict[str, int]:
        """The last version of each key that a writer knows to be stored. A line that is not whole does not count."""
        texts = [diary.read_text() for diary in self.diaries if diary.exists()]
        lines = [line for text in texts for line in text.splitlines(keepends=True) if line.endswith("\n")]
        return dict(json.loads(line) for line in lines)

    def wait_for_saves(self, number: int) -> dict[str, int]:
        deadline = time.monotonic() + 120
        while len(found := self.acknowledged()) < number:
            assert all(process.poll() is None for process in self.processes) and time.monotonic() < deadline
            time.sleep(0.05)
        return found

    def stop(self) -> None:
        self.end.touch()
        for process in self.processes:
            finish(process, check=True)


@contextmanager
def running_writers(folder: Path, *, number: int, seconds: float, environment: Mapping[str, str]) -> Iterator[Writers]:
    writers = Writers(folder, number=number, seconds=seconds, environment=environment)
    try:
        yield writers
        writers.stop()
    finally:
        for process in writers.processes:
            process.kill()


def faults_of_this_portal(acknowledged: Mapping[str, int]) -> list[str]:
    """What is wrong with the portal that this process uses: numbers, what was acknowledged before, pictures."""
    faults = []
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    if numbers != list(range(1, ChangeCounter.objects.get().number + 1)):
        faults.append("change numbers have a gap")
    ids = dict(ExternalId.objects.filter(scheme="diary").values_list("code", "item_id"))
    versions = dict(Change.objects.order_by("number").values_list("item_id", "version"))
    for code, version in acknowledged.items():
        if code not in ids or versions[ids[code]] < version:
            faults.append(f"{code} is not there at version {version}")
    for picture in Picture.objects.all():
        with picture.file.open("rb") as file:
            if hashlib.sha256(file.read()).hexdigest() != picture.digest:
                faults.append(f"{picture.file.name} is not what its row says")
    return faults
