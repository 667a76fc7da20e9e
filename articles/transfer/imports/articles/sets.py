"""A set of documents as an import sees it: what its paths stand for, and what is stored of it already."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from articles.models import Article, ExternalId, Section
from articles.transfer.imports.files import FileSet
from articles.transfer.imports.markdown.documents import section_from_path
from articles.transfer.imports.markdown.languages import Place, find_languages
from articles.transfer.imports.markdown.scanning import Places
from articles.transfer.imports.names import Names
from articles.transfer.imports.run import make_id

# Raised whenever the same file is read in another way: stored digests then no longer hold.
READER_VERSION = 3


@dataclass(frozen=True, slots=True)
class ArticleOptions:
    """language: of documents that do not say theirs. publisher: makes the articles syndicated."""

    language: str = "en"
    publisher: str = ""
    licence: str = ""
    source_url: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "ArticleOptions":
        """given: what a form or a command line says, under these names."""
        return cls(given["language"] or "en", given["publisher"], given["licence"], given["source_url"])


@dataclass
class ArticleSet:
    """ids: the article of each path, stored or to come. stored: paths that an earlier import brought, with their digest.

    groups: the translation group of each document that is there, or comes, in several languages, by its path.
    gone: paths whose article lost the code by which imports know it.
    sections: the section that an earlier import gave to a folder, whatever it is called now.
    """

    scheme: str
    files: FileSet
    options: ArticleOptions
    places: Mapping[str, Place]
    links: Places
    ids: dict[str, UUID] = field(default_factory=dict)
    stored: dict[str, str] = field(default_factory=dict)
    groups: dict[str, UUID] = field(default_factory=dict)
    sections: dict[str, UUID] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    skills: Names = field(default_factory=lambda: Names("skill"))
    tools: Names = field(default_factory=lambda: Names("tool"))
    context: str = ""

    def digest_of(self, path: str) -> str:
        """Of everything that decides what is read from a document."""
        text = self.files.documents[path].encode("utf-8", "surrogatepass")
        return hashlib.sha256(self.context.encode() + path.encode() + b"\0" + text).hexdigest()


def open_set(files: FileSet, options: ArticleOptions) -> ArticleSet:
    """Eight queries, whatever the number of documents."""
    scheme = f"import:{files.name}"
    places = find_languages(files.documents, options.language)
    found = ArticleSet(scheme, files, options, places, Places(places, files.pictures))
    load_known_documents(found)
    found.context = digest_of_context(found)
    return found


def load_known_documents(found: ArticleSet) -> None:
    rows = ExternalId.objects.filter(scheme=found.scheme, item_type="article").values_list(
        "code", "item_id", "imported_state__digest", "imported_state__snapshot__links__section"
    )
    known = {code: (pk, digest or "", section or []) for code, pk, digest, section in rows}
    found.stored = {path: digest for path, (_pk, digest, _section) in known.items()}
    found.ids = {path: known[path][0] if path in known else make_id(found.scheme, path) for path in found.places}
    new = {found.ids[path]: path for path in found.places if path not in known}
    found.gone = {new[pk] for pk in Article.objects.filter(pk__in=list(new)).values_list("pk", flat=True)}
    section_ids = set(Section.objects.values_list("pk", flat=True))
    for path, (_pk, _digest, section) in known.items():
        if path in found.places and section and (pk := UUID(section[0])) in section_ids:
            found.sections.setdefault(section_from_path(path, found.places[path]), pk)
    load_groups(found, {path: pk for path, (pk, _digest, _section) in known.items()})


def load_groups(found: ArticleSet, known: Mapping[str, UUID]) -> None:
    """Translations share a group: that of the one that is stored, else a new one."""
    groups = dict(Article.objects.filter(pk__in=list(known.values())).values_list("pk", "translation_group"))
    paths: dict[str, list[str]] = defaultdict(list)
    for path, place in found.places.items():
        paths[place.neutral].append(path)
    for neutral, same in paths.items():
        stored = next((groups[known[path]] for path in same if known.get(path) in groups), None)
        if stored is not None or len(same) > 1:
            group = stored or make_id(f"{found.scheme}#group", neutral)
            # Of two documents in one language the later one stands alone.
            first = {found.places[path].language: path for path in reversed(same)}
            found.groups |= dict.fromkeys(first.values(), group)


def digest_of_context(found: ArticleSet) -> str:
    """What besides its own text decides how a document is read: the rest of the set, names to match, the options."""
    digest = hashlib.sha256(f"{READER_VERSION} {found.scheme} {found.options}".encode())
    for part in parts_of_context(found):
        digest.update(repr(part).encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def parts_of_context(found: ArticleSet) -> Iterable[Any]:
    for path in sorted(found.places):
        yield path, found.places[path], found.ids[path]
    for path in sorted(found.files.pictures):
        yield path, hashlib.sha256(found.files.pictures[path]).hexdigest()
    for names in (found.skills, found.tools):
        yield sorted(names.names.items()), sorted(names.aliases.items())
