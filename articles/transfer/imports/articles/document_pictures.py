"""Takes in the pictures that documents show: from the set's own files, and from `data:` addresses in a text."""

import hashlib
from uuid import UUID

from django.core.exceptions import ValidationError

from articles.editing.pictures import add_picture, make_picture
from articles.models import Change, Picture
from articles.transfer.imports.articles.sets import ArticleSet
from articles.transfer.imports.files import FileSet
from articles.transfer.imports.markdown.documents import Document
from articles.transfer.imports.run import NOTE, Run, make_id


class PictureShelf:
    """made: how many pictures were new."""

    def __init__(self, files: FileSet, run: Run) -> None:
        self.files, self.run = files, run
        self.made = 0
        self.known: dict[str, UUID] = {}
        self.refused: dict[str, str] = {}

    def take(self, path: str, alt: str) -> UUID | None:
        """The picture of a file of the set; None where it is no safe picture, for the reason in `refused`."""
        if path in self.known or path in self.refused:
            return self.known.get(path)
        return self.add(path, self.files.pictures[path], alt)

    def take_embedded(self, key: str, content: bytes, alt: str) -> UUID | None:
        return self.known.get(key) or self.add(key, content, alt)

    def add(self, key: str, content: bytes, alt: str) -> UUID | None:
        try:
            picture = self.plan(content, alt) if self.run.is_dry else self.store(content, alt)
        except ValidationError as error:
            self.refused[key] = " ".join(error.messages)
            return None
        self.known[key] = picture.pk
        return picture.pk

    def id_of(self, content: bytes) -> UUID:
        """The same at every run, as texts cite it."""
        return make_id("picture", hashlib.sha256(content).hexdigest())

    def plan(self, content: bytes, alt: str) -> Picture:
        picture = make_picture(content, alt=alt)
        if not picture._state.adding:
            return picture
        picture.pk = self.id_of(content)
        if picture.digest not in self.run.plan.pictures:
            self.made += 1
            self.run.plan.take_picture(picture.pk, picture.digest, alt=picture.alt)
        return picture

    def store(self, content: bytes, alt: str) -> Picture:
        known = make_picture(content, alt=alt)
        if not known._state.adding:
            return known
        self.made += 1
        reason = Change.Reason.IMPORT
        return add_picture(
            content,
            alt=alt,
            by=self.run.by,
            note=NOTE,
            reason=reason,
            batch=self.run.open_batch(),
            pk=self.id_of(content),
        )

    def cover_of(self, doc: Document, found: ArticleSet, warnings: list[str]) -> UUID | None:
        """The picture that the front matter names."""
        if not doc.cover:
            return None
        path = found.links.find_picture(doc.path, doc.cover)
        if path is None:
            warnings.append(f"the cover picture {doc.cover[:200]} is not in the set and was left out")
            return None
        picture = self.take(path, doc.title)
        if picture is None:
            warnings.append(f"the cover picture {path} was left out: {self.refused[path]}")
        return picture
