"""Imports a set of Markdown files as articles: keyed by set and path, so that a second run changes nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import batched
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError

from articles.cleaning import clean_snapshot
from articles.editing import Edit, EditConflict, Imported, save_items, save_record
from articles.editing.checks import missing_to_publish
from articles.imports.documents import Document, make_summary, read_document, rewrite_links
from articles.imports.files import FileSet
from articles.models import Article, Change, ExternalId, ImportedState, Picture, Section, Source, User
from articles.pictures import add_picture
from articles.publishing import Status
from articles.slugs import slugify
from articles.snapshots import Snapshot, snapshots_of

BATCH = 200


@dataclass
class ImportReport:
    """What became of each file: read = created + changed + same + failed."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    pictures: int = 0

    @property
    def read(self) -> int:
        return len(self.created) + len(self.changed) + len(self.same) + len(self.failed)


@dataclass(frozen=True, slots=True)
class Options:
    """status: of new articles; those that lack what publishing needs go in as drafts. source: None for our own text."""

    status: str = Status.PUBLISHED
    language: str = "en"
    source: Source | None = None
    by: User | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An article that an earlier import brought: as it is now, and as that import wrote it."""

    article: Article
    state: Snapshot
    imported: Snapshot | None


def import_articles(files: FileSet, options: Options, report: Callable[[str], None]) -> ImportReport:
    """Brings the files in, in batches; an editor's change since the last import stays and is warned of."""
    result = ImportReport(failed=dict(files.problems))
    scheme = f"import:{files.name}"
    documents = [read_document(path, source) for path, source in files.documents.items()]
    known = load_known(scheme)
    ids = {doc.path: known[doc.path].article.pk if doc.path in known else uuid4() for doc in documents}
    sections = ensure_sections(documents, options.by)
    pictures = import_pictures(files, documents, options.by, result)
    done = 0
    for batch in batched(documents, BATCH, strict=False):
        edits = [make_edit(doc, scheme, ids, sections, pictures, known.get(doc.path), options, result) for doc in batch]
        note_outcomes(batch, edits, options, result)
        done += len(batch)
        report(f"{done} of {len(documents)} documents")
    return result


def load_known(scheme: str) -> dict[str, Known]:
    """What earlier imports of the set brought, by path."""
    externals = list(ExternalId.objects.filter(scheme=scheme, item_type="article").select_related("imported_state"))
    articles = Article.objects.in_bulk([external.item_id for external in externals])
    states = snapshots_of(list(articles.values()))
    return {
        external.code: Known(articles[external.item_id], states[external.item_id], imported_of(external))
        for external in externals
        if external.item_id in articles
    }


def imported_of(external: ExternalId) -> Snapshot | None:
    state: ImportedState | None = getattr(external, "imported_state", None)
    return state.snapshot if state else None


def ensure_sections(documents: Sequence[Document], by: User | None) -> dict[str, Section]:
    """The section of each folder, by the folder's name in words; missing ones are made."""
    existing = {section.slug: section for section in Section.objects.all()}
    sections = {}
    for name in sorted({doc.section for doc in documents if doc.section}):
        slug = slugify(name) or "section"
        if slug not in existing:
            section = Section(slug=slug, name=name[:120], position=len(existing) + 100)
            existing[slug] = save_record(section, by=by, reason=Change.Reason.IMPORT)
        sections[name] = existing[slug]
    return sections


def import_pictures(
    files: FileSet, documents: Sequence[Document], by: User | None, result: ImportReport
) -> dict[str, Picture]:
    """The pictures that documents show, by path; those that are no safe pictures are left out with a warning."""
    labels = find_pictures(documents, files.pictures)
    pictures = {}
    for path, alt in labels.items():
        try:
            pictures[path] = add_picture(files.pictures[path], alt=alt, by=by)
        except ValidationError as error:
            result.warnings.append(f"{path}: left out: {' '.join(error.messages)}")
    result.pictures = len(pictures)
    return pictures


def find_pictures(documents: Sequence[Document], contents: Mapping[str, bytes]) -> dict[str, str]:
    """Path and alternative text of every picture of the set that a document shows."""
    labels: dict[str, str] = {}

    def note(target: str, label: str, is_picture: bool) -> None:
        if is_picture and target in contents:
            labels.setdefault(target, label)

    for doc in documents:
        rewrite_links(doc.body, doc.path, note)
    return labels


def make_edit(
    doc: Document,
    scheme: str,
    ids: Mapping[str, UUID],
    sections: Mapping[str, Section],
    pictures: Mapping[str, Picture],
    known: Known | None,
    options: Options,
    result: ImportReport,
) -> Edit | None:
    """The edit that brings a document in; None when it cannot be read, with the reason in `result`."""
    body = link_body(doc, ids, pictures, result)
    fields: dict[str, Any] = {
        "title": doc.title,
        "summary": str(doc.front.get("summary") or doc.front.get("description") or "")[:500]
        or make_summary(doc.body, doc.title),
        "body": body,
        "language": str(doc.front.get("language") or options.language),
        "origin": Article.Origin.SYNDICATED if options.source else Article.Origin.OWN,
    }
    links = {"section": [str(sections[doc.section].pk)] if doc.section else []}
    links["source"] = [str(options.source.pk)] if options.source else []
    try:
        read = clean_snapshot(Article, Snapshot(fields=fields, links=links))
    except ValidationError as error:
        result.failed[doc.path] = describe(error)
        return None
    imported = Imported(scheme, doc.path, read)
    if known:
        wanted = keep_edits(doc.path, read, known, result)
        return Edit(known.article, wanted, known.article.version, imported)
    fields = {**read["fields"], **first_fields(doc, scheme, options, read, result)}
    return Edit(Article(pk=ids[doc.path]), Snapshot(fields=fields, links=read["links"]), 0, imported)


def link_body(doc: Document, ids: Mapping[str, UUID], pictures: Mapping[str, Picture], result: ImportReport) -> str:
    """The text with links to other documents and pictures of the set by id."""

    def replace(target: str, label: str, is_picture: bool) -> str | None:
        if is_picture:
            picture = pictures.get(target)
            if picture is None:
                result.warnings.append(f"{doc.path}: picture {target} is not there")
            return f"![{label}](picture:{picture.pk})" if picture else None
        found = ids.get(target) or ids.get(f"{target}/README.md")
        if found is None:
            result.warnings.append(f"{doc.path}: link to {target} leads nowhere")
            return None
        shown = label.replace("|", "/").replace("[", "").replace("]", "").replace("`", "").strip()
        return f"[[article:{found}|{shown}]]" if shown else f"[[article:{found}]]"

    return rewrite_links(doc.body, doc.path, replace)


def first_fields(doc: Document, scheme: str, options: Options, read: Snapshot, result: ImportReport) -> dict[str, Any]:
    """What only a new article gets: its key, its status and its date."""
    status = options.status
    if status == Status.PUBLISHED and (missing := missing_to_publish(Article, read)):
        status = Status.DRAFT
        result.warnings.append(f"{doc.path}: a draft, since publishing needs: {', '.join(missing)}")
    fields: dict[str, Any] = {"status": status, "external_ids": [{"scheme": scheme, "code": doc.path}]}
    if published := date_of(doc.front.get("date")):
        fields["publish_at"] = published
    return fields


def date_of(value: Any) -> str:
    """A front matter date as an ISO instant in UTC; "" for what is none."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return ""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    return f"{value.isoformat()}T00:00:00Z" if isinstance(value, date) else ""


def keep_edits(path: str, read: Snapshot, known: Known, result: ImportReport) -> Snapshot:
    """What to write over a known article: only where it still holds what the last import wrote."""
    last = known.imported or Snapshot(fields={}, links={})
    wanted = Snapshot(fields={}, links={})
    for part in ("fields", "links"):
        for name, value in read[part].items():  # type: ignore[literal-required]
            current = known.state[part][name]  # type: ignore[literal-required]
            if current == last[part].get(name):  # type: ignore[literal-required]
                wanted[part][name] = value  # type: ignore[literal-required]
            elif current != value:
                result.warnings.append(f"{path}: {name} was edited here and stays")
    return wanted


def note_outcomes(
    batch: Sequence[Document], edits: Sequence[Edit | None], options: Options, result: ImportReport
) -> None:
    """Saves the edits of a batch and sorts its documents by what became of them."""
    pairs = [(doc, edit) for doc, edit in zip(batch, edits, strict=True) if edit is not None]
    saved = save_items(
        [edit for _doc, edit in pairs], by=options.by, note="import", reason=Change.Reason.IMPORT, keep_going=True
    )
    for (doc, _edit), outcome in zip(pairs, saved, strict=True):
        if outcome.error is not None:
            result.failed[doc.path] = describe(outcome.error)
        else:
            {"created": result.created, "changed": result.changed, "same": result.same}[outcome.outcome].append(
                doc.path
            )
        if doc.warning:
            result.warnings.append(f"{doc.path}: {doc.warning}")


def describe(error: ValidationError | EditConflict) -> str:
    if isinstance(error, EditConflict):
        return "edited while it was being imported; run the import again"
    if hasattr(error, "error_dict"):
        return "; ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
    return " ".join(error.messages)
