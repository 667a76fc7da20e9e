"""Turns the links and pictures of a document into links by id and pictures of the portal."""

from dataclasses import dataclass
from urllib.parse import unquote
from uuid import UUID

from articles.transfer.imports.articles.document_pictures import PictureShelf
from articles.transfer.imports.articles.sets import ArticleSet
from articles.transfer.imports.markdown.code_spans import split_spans
from articles.transfer.imports.markdown.documents import Document
from articles.transfer.imports.markdown.scanning import Link, is_outside, rewrite_links

# Signs that would end a label early, or show as they are.
LABEL_SIGNS = str.maketrans({"|": "/", "[": None, "]": None, "`": None, "*": None, "\n": " "})
PLACE_SIGNS = str.maketrans(dict.fromkeys("|[]\\\n"))
PICTURE_LABEL_SIGNS = str.maketrans({"[": "(", "]": ")", "\n": " "})
# Labels of references are plain text, in which the signs of emphasis are none; code keeps those that mean something.
CODE_SIGNS = str.maketrans({"|": "/", "[": "(", "]": ")", "`": None, "\n": " "})
LONGEST_LABEL = 300


def link_body(doc: Document, found: ArticleSet, pictures: PictureShelf, warnings: list[str]) -> str:
    """The text with its links to documents and pictures of the set by id; what is left out is told."""
    return rewrite_links(doc.body, LinkWriter(doc, found, pictures, warnings).write)


@dataclass(frozen=True, slots=True)
class LinkWriter:
    doc: Document
    set: ArticleSet
    pictures: PictureShelf
    warnings: list[str]

    def write(self, link: Link) -> str | None:
        """The Markdown in place of a link or picture; None leaves it as it is."""
        return self.write_picture(link) if link.is_picture else self.write_link(link)

    def write_picture(self, link: Link) -> str:
        """The picture; its alternative text where it is left out."""
        label = link.label.translate(PICTURE_LABEL_SIGNS).strip()
        picture = self.find_picture(link.address, label)
        if picture is None:
            self.warnings.append(f"picture {link.address[:200]} was left out: {self.why_left_out(link.address)}")
            return label
        return f"![{label}](picture:{picture})"

    def find_picture(self, address: str, label: str) -> UUID | None:
        if address in self.doc.embedded:
            return self.pictures.take_embedded(address, self.doc.embedded[address], label)
        path = None if is_outside(address) else self.set.links.find_picture(self.doc.path, address)
        return self.pictures.take(path, label) if path else None

    def why_left_out(self, address: str) -> str:
        if reason := self.pictures.refused.get(address):
            return reason
        if is_outside(address):
            return "it lies on another site"
        if path := self.set.links.find_picture(self.doc.path, address):
            return self.pictures.refused.get(path, "")
        is_drawing = unquote(address).lower().split("?")[0].endswith(".svg")
        return "SVG pictures are not taken in" if is_drawing else "it is not in the set"

    def write_link(self, link: Link) -> str | None:
        if is_outside(link.address):
            return None
        target = self.set.links.find_document(self.doc.path, link.address)
        if target is None:
            self.warnings.append(f"link to {link.address[:200]} leads nowhere; its text stays")
            return link.label
        place = f"#{target.fragment.translate(PLACE_SIGNS)[:200]}" if target.fragment else ""
        reference = f"article:{self.set.ids[target.path]}{place}"
        if "![" in link.label:  # a picture that leads somewhere: references hold text alone
            return f"{link.label} [[{reference}]]"
        shown = label_text(link.label)[:LONGEST_LABEL]
        return f"[[{reference}|{shown}]]" if shown else f"[[{reference}]]"


def label_text(label: str) -> str:
    """A label without its Markdown."""
    pieces = split_spans(label)
    return "".join(piece.translate(CODE_SIGNS if is_code else LABEL_SIGNS) for is_code, piece in pieces).strip()
