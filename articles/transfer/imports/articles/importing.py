"""Imports a set of Markdown files as articles: keyed by set and path, so that a second run changes nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from articles.cleaning import clean_snapshot
from articles.editing import Edit, Imported
from articles.models import Article, Section
from articles.snapshots import Snapshot
from articles.transfer.imports.articles.document_pictures import PictureShelf
from articles.transfer.imports.articles.resolving import link_body
from articles.transfer.imports.articles.sets import ArticleOptions, ArticleSet, open_set
from articles.transfer.imports.articles.sources import SourceShelf
from articles.transfer.imports.catalogue.vocabulary import ensure_headings
from articles.transfer.imports.files import FileSet
from articles.transfer.imports.markdown.documents import Document, read_document
from articles.transfer.imports.merging import Known, combine, merge
from articles.transfer.imports.reporting import Entry, describe_error
from articles.transfer.imports.run import Run
from articles.transfer.imports.stored_reports import keep_report

__all__ = ["ArticleOptions", "import_articles"]


@dataclass
class ArticleImport:
    """One run over one set."""

    set: ArticleSet
    run: Run
    pictures: PictureShelf
    sources: SourceShelf
    # Tags that no skill and no tool is called by, and how many documents bear each.
    unmatched: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that has to be read anew."""

    entry: Entry
    doc: Document
    known: Known | None


def import_articles(files: FileSet, options: ArticleOptions, run: Run) -> None:
    """Brings the files in, in batches; what becomes of each is in `run.report`."""
    report_files(files, run)
    found = open_set(files, options)
    work = ArticleImport(found, run, PictureShelf(files, run), SourceShelf(options, run))
    for paths in run.in_batches("documents", files.documents):
        import_batch(paths, work)
    run.report.made["pictures"] += work.pictures.made
    report_tags(work)
    keep_report(run)


def report_files(files: FileSet, run: Run) -> None:
    """Files that could not be read failed; those left out on purpose are skipped, each with its reason; a note counts others."""
    for path, reason in files.problems.items():
        run.report.add(path).fail(reason)
    for path, reason in files.skipped.items():
        run.report.add(path).skip(reason)
    if note := files.left_out.note():
        run.report.notes.append(note)


def report_tags(work: ArticleImport) -> None:
    if work.unmatched:
        tags = ", ".join(f"{tag} ({number})" for tag, number in work.unmatched.most_common())
        work.run.report.notes.append(f"tags that no skill and no tool is called by, with their documents: {tags}")


def import_batch(paths: Sequence[str], work: ArticleImport) -> None:
    """Saves the documents of a batch; one that is as at the last import is not read again."""
    known = work.run.plan.load_known("article", work.set.scheme, paths)
    arrivals: list[Arrival] = []
    for path in paths:
        entry = work.run.report.add(path)
        entry.item_type = "article"
        if warning := work.set.files.warnings.get(path):
            entry.warnings.append(warning)
        stored = known.get(path)
        if path in work.set.gone:
            entry.skip("the article that this file made has another code here now; it stays as it is")
        elif stored and stored.imported and stored.digest == work.set.digest_of(path):
            report_same(entry, stored)
        else:
            text, place = work.set.files.documents[path], work.set.places[path]
            doc = read_document(path, text, place=place, around=work.set.files.around)
            arrivals.append(Arrival(entry, doc, stored))
    if arrivals:
        save_arrivals(arrivals, work)


def report_same(entry: Entry, known: Known) -> None:
    """What the last import wrote, held against what is stored now."""
    entry.name, entry.item_id = str(known.item)[:300], known.item.pk
    entry.show_item(known.item)
    if known.imported:
        entry.warn_kept(known.item, merge(known.imported, known).kept)


def save_arrivals(arrivals: Sequence[Arrival], work: ArticleImport) -> None:
    ensure_sections(arrivals, work)
    edits: list[tuple[Entry, Edit]] = []
    for arrival in arrivals:
        arrival.entry.name = arrival.doc.title
        arrival.entry.warnings += arrival.doc.warnings
        try:
            edit = make_edit(arrival, work)
        except ValidationError as error:
            arrival.entry.fail(describe_error(error))
            continue
        if edit is not None:
            edits.append((arrival.entry, edit))
    work.run.save_rows(edits)


def ensure_sections(arrivals: Sequence[Arrival], work: ArticleImport) -> None:
    """The section of each folder: the one an earlier import gave it, else by its name; missing ones are made."""
    names = {arrival.doc.section for arrival in arrivals if arrival.doc.section} - work.set.sections.keys()
    made = ensure_headings(Section, names, work.run)
    work.set.sections |= {name: section.pk for name, section in made.items()}


def make_edit(arrival: Arrival, work: ArticleImport) -> Edit | None:
    """The edit that brings a document in; None where nothing is to change. Raises ValidationError."""
    doc, known = arrival.doc, arrival.known
    read = clean_snapshot(Article, read_values(arrival, work))
    imported = Imported(work.set.scheme, doc.path, read, work.set.digest_of(doc.path))
    if known is None:
        first = clean_snapshot(Article, Snapshot(fields=first_fields(arrival, read, work)))
        snapshot = Snapshot(fields={**read["fields"], **first["fields"]}, links=read["links"])
        return Edit(Article(pk=work.set.ids[doc.path]), snapshot, 0, imported, is_clean=True)
    arrival.entry.item_id = known.item.pk
    arrival.entry.show_item(known.item)
    merged = merge(read, known)
    arrival.entry.warn_kept(known.item, merged.kept)
    is_told = arrival.entry.warn_public(known.item, doc.standing)
    # Every run has to tell it, so none may pass the file over.
    digest = "" if is_told else imported.digest
    combined = combine(known.imported, read)
    return Edit(known.item, merged.wanted, known.item.version, Imported(imported.scheme, doc.path, combined, digest))


def read_values(arrival: Arrival, work: ArticleImport) -> Snapshot:
    """What every import of the document writes."""
    doc, warnings = arrival.doc, arrival.entry.warnings
    fields: dict[str, Any] = {
        "title": doc.title,
        "summary": doc.summary,
        "body": link_body(doc, work.set, work.pictures, warnings),
        "language": doc.language,
    }
    section = work.set.sections.get(doc.section)
    links: dict[str, list[str]] = {"section": [str(section)] if section else []}
    links |= match_tags(doc, work)
    if cover := work.pictures.cover_of(doc, work.set, warnings):
        links["cover"] = [str(cover)]
    if source := work.sources.find(doc.authors, warnings):
        fields["origin"] = Article.Origin.SYNDICATED.value
        links["source"] = [str(source)]
    return Snapshot(fields=fields, links=links)


def match_tags(doc: Document, work: ArticleImport) -> dict[str, list[str]]:
    """The skills and tools that the document's tags name."""
    skills, tools = [], []
    for tag in doc.tags:
        skill, tool = work.set.skills.by_name(tag), work.set.tools.by_name(tag)
        if skill:
            skills.append(str(skill))
        if tool:
            tools.append(str(tool))
        if not skill and not tool:
            work.unmatched[tag] += 1
    return {"skills": skills, "tools": tools}


def first_fields(arrival: Arrival, read: Snapshot, work: ArticleImport) -> dict[str, Any]:
    """What only a new article gets: its key, its status, its date, its group of translations."""
    doc = arrival.doc
    fields = work.run.first_fields(Article, read, doc.standing, arrival.entry)
    fields["external_ids"] = [{"scheme": work.set.scheme, "code": doc.path}]
    if group := work.set.groups.get(doc.path):
        fields["translation_group"] = str(group)
    return fields
