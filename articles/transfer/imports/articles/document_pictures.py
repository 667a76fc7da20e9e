"""Takes in the pictures that documents show: from the set's own files, and from `data:` addresses in a text."""

from uuid import UUID

from django.core.exceptions import ValidationError

from articles.editing.pictures import make_picture
from articles.transfer.imports.articles.sets import ArticleSet
from articles.transfer.imports.files import FileSet
from articles.transfer.imports.markdown.documents import Document
from articles.transfer.imports.run import Run, make_id


class PictureShelf:
    """known, refused: what became of each picture, by its path in the set or the address that stands for it."""

    def __init__(self, files: FileSet, run: Run) -> None:
        self.files, self.run = files, run
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
            picture = make_picture(content, alt=alt)
            # The same id at every run, as texts cite it.
            picture = self.run.take_picture(picture, content, make_id("picture", picture.digest))
        except ValidationError as error:
            self.refused[key] = " ".join(error.messages)
            return None
        self.known[key] = picture.pk
        return picture.pk

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
