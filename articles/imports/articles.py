"""Imports a set of Markdown files as articles: keyed by set and path, so that a second run changes nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import batched
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import ValidationError

from articles.cleaning import clean_snapshot
from articles.editing import Edit, EditConflict, Imported, save_items, save_record
from articles.editing.checks import missing_to_publish
from articles.imports.documents import Document, Link, make_summary, read_document, rewrite_links
from articles.imports.files import FileSet
from articles.models import Article, Change, ExternalId, ImportedState, Picture, Section, Source, User
from articles.naming import make_name_key
from articles.pictures import add_picture
from articles.publishing import Status
from articles.slugs import slug_candidates
from articles.snapshots import Snapshot, snapshots_of

BATCH = 200
# What an article has where no import said anything.
UNTOUCHED: dict[str, Any] = {"origin": Article.Origin.OWN.value, "source": []}
# Signs that would end a label early, or show as they are.
LABEL_SIGNS = str.maketrans({"|": "/", "[": None, "]": None, "`": None})


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


@dataclass(frozen=True, slots=True)
class Import:
    """One run over one set: what it found, what the database already knows, what it tells."""

    scheme: str
    options: Options
    contents: Mapping[str, bytes]
    documents: Sequence[Document]
    known: Mapping[str, Known]
    ids: Mapping[str, UUID]
    result: ImportReport
    sections: dict[str, Section] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)

    def warn(self, path: str, problem: str) -> None:
        self.result.warnings.append(f"{path}: {problem}")


def import_articles(files: FileSet, options: Options, report: Callable[[str], None]) -> ImportReport:
    """Brings the files in, in batches; an editor's change since the last import stays and is warned of."""
    run = start_import(files, options)
    ensure_sections(run)
    import_pictures(run)
    done = 0
    for batch in batched(run.documents, BATCH, strict=False):
        save_batch(batch, run)
        done += len(batch)
        report(f"{done} of {len(run.documents)} documents")
    return run.result


def start_import(files: FileSet, options: Options) -> Import:
    scheme = f"import:{files.name}"
    documents = [read_document(path, source) for path, source in files.documents.items()]
    known = load_known(scheme)
    ids = {
        doc.path: known[doc.path].article.pk if doc.path in known else make_id(scheme, doc.path) for doc in documents
    }
    return Import(scheme, options, files.pictures, documents, known, ids, ImportReport(failed=dict(files.problems)))


def make_id(scheme: str, path: str) -> UUID:
    """The same at every run, so that links to a document that cannot come in yet do not change each time."""
    return uuid5(NAMESPACE_URL, f"{scheme}/{path}")


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


def ensure_sections(run: Import) -> None:
    """Finds the section of each folder: the one an earlier import gave it, else by its name; missing ones are made."""
    sections = list(Section.objects.all())
    by_id = {str(section.pk): section for section in sections}
    by_name = {make_name_key(section.name): section for section in sections}
    for doc in run.documents:
        if doc.section and doc.section not in run.sections and (given := given_section(doc, run)) in by_id:
            run.sections[doc.section] = by_id[given]
    for name in sorted({doc.section for doc in run.documents if doc.section} - run.sections.keys()):
        section = by_name.get(make_name_key(name)) or make_section(name, sections, run.options.by)
        sections.append(section)
        run.sections[name] = by_name[make_name_key(name)] = section


def given_section(doc: Document, run: Import) -> str:
    """The id of the section that the last import gave the document; "" without one."""
    known = run.known.get(doc.path)
    links = known.imported["links"].get("section", []) if known and known.imported else []
    return links[0] if links else ""


def make_section(name: str, others: Sequence[Section], by: User | None) -> Section:
    section = Section(name=name[:120], position=min(len(others) + 100, 10_000))
    taken = {other.slug for other in others}
    section.slug = next(slug for slug in slug_candidates(name, section.pk, "section", "") if slug not in taken)
    return save_record(section, by=by, reason=Change.Reason.IMPORT)


def import_pictures(run: Import) -> None:
    """Takes in the pictures that documents show; those that are no safe pictures are left out with a warning."""
    for path, alt in find_pictures(run).items():
        try:
            run.pictures[path] = add_picture(run.contents[path], alt=alt, by=run.options.by)
        except ValidationError as error:
            run.warn(path, f"left out: {' '.join(error.messages)}")
    run.result.pictures = len(run.pictures)


def find_pictures(run: Import) -> dict[str, str]:
    """Path and alternative text of every picture of the set that a document shows."""
    labels: dict[str, str] = {}

    def note(link: Link) -> None:
        if link.is_picture and link.target in run.contents:
            labels.setdefault(link.target, link.label)

    for doc in run.documents:
        rewrite_links(doc.body, doc.path, note)
    return labels


def save_batch(batch: Sequence[Document], run: Import) -> None:
    """Saves the documents of a batch and sorts them by what became of them."""
    pairs = [(doc, edit) for doc in batch if (edit := make_edit(doc, run)) is not None]
    saved = save_items(
        [edit for _doc, edit in pairs], by=run.options.by, note="import", reason=Change.Reason.IMPORT, keep_going=True
    )
    result = run.result
    sorted_by = {"created": result.created, "changed": result.changed, "same": result.same}
    for (doc, _edit), outcome in zip(pairs, saved, strict=True):
        if outcome.error is not None:
            result.failed[doc.path] = describe(outcome.error)
        else:
            sorted_by[outcome.outcome].append(doc.path)
        if doc.warning:
            run.warn(doc.path, doc.warning)


def make_edit(doc: Document, run: Import) -> Edit | None:
    """The edit that brings a document in; None when it cannot be read, with the reason in the result."""
    try:
        read = clean_snapshot(Article, read_values(doc, run))
    except ValidationError as error:
        run.result.failed[doc.path] = describe(error)
        return None
    imported = Imported(run.scheme, doc.path, read)
    if known := run.known.get(doc.path):
        return Edit(known.article, keep_edits(doc.path, read, known, run), known.article.version, imported)
    snapshot = Snapshot(fields={**read["fields"], **first_fields(doc, read, run)}, links=read["links"])
    return Edit(Article(pk=run.ids[doc.path]), snapshot, 0, imported)


def read_values(doc: Document, run: Import) -> Snapshot:
    """What every import of the document writes."""
    source = run.options.source
    said = str(doc.front.get("summary") or doc.front.get("description") or "")
    fields: dict[str, Any] = {
        "title": doc.title,
        "summary": said[:500] or make_summary(doc.body, doc.title),
        "body": link_body(doc, run),
        "language": str(doc.front.get("language") or run.options.language),
    }
    section = run.sections.get(doc.section)
    links = {"section": [str(section.pk)] if section else []}
    if source:  # a run that names no publisher leaves what an earlier one said
        fields["origin"] = Article.Origin.SYNDICATED
        links["source"] = [str(source.pk)]
    return Snapshot(fields=fields, links=links)


def link_body(doc: Document, run: Import) -> str:
    """The text with links to other documents and pictures of the set by id."""

    def replace(link: Link) -> str | None:
        return show_picture(link) if link.is_picture else link_article(link)

    def show_picture(link: Link) -> str | None:
        if picture := run.pictures.get(link.target):
            return f"![{link.label}](picture:{picture.pk})"
        run.warn(doc.path, f"picture {link.target} is not there")
        return None

    def link_article(link: Link) -> str | None:
        found = run.ids.get(link.target) or run.ids.get(f"{link.target}/README.md")
        if found is None:
            run.warn(doc.path, f"link to {link.target} leads nowhere")
            return None
        shown = link.label.translate(LABEL_SIGNS).strip()
        return f"[[article:{found}|{shown}]]" if shown else f"[[article:{found}]]"

    return rewrite_links(doc.body, doc.path, replace)


def first_fields(doc: Document, read: Snapshot, run: Import) -> dict[str, Any]:
    """What only a new article gets: its key, its status and its date."""
    status = run.options.status
    if status == Status.PUBLISHED and (missing := missing_to_publish(Article, read)):
        status = Status.DRAFT
        run.warn(doc.path, f"a draft, since publishing needs: {', '.join(missing)}")
    fields: dict[str, Any] = {"status": status, "external_ids": [{"scheme": run.scheme, "code": doc.path}]}
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


def keep_edits(path: str, read: Snapshot, known: Known, run: Import) -> Snapshot:
    """What to write over a known article: only where it still holds what the last import wrote."""
    last = known.imported or Snapshot(fields={}, links={})
    wanted = Snapshot(fields={}, links={})
    keeps_source = known.state["links"]["source"] not in ([], last["links"].get("source"), read["links"].get("source"))
    for part in ("fields", "links"):
        for name, value in read[part].items():
            current = known.state[part][name]
            if keeps_source and name in ("origin", "source"):
                continue
            if current == last[part].get(name, UNTOUCHED.get(name)):
                wanted[part][name] = value
            elif current != value:
                run.warn(path, f"{name} was edited here and stays")
    return wanted


def describe(error: ValidationError | EditConflict) -> str:
    if isinstance(error, EditConflict):
        return "edited while it was being imported; run the import again"
    if hasattr(error, "error_dict"):
        return "; ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
    return " ".join(error.messages)
