"""Imports a set of Markdown files as articles: keyed by set and path, so that a second run changes nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from articles.cleaning import clean_snapshot
from articles.editing import Edit
from articles.models import Article, Section
from articles.snapshots import Columns, Snapshot
from articles.transfer.imports.arriving import Arrival, lay_over, make_new, note_unchanged
from articles.transfer.imports.articles.document_pictures import PictureShelf
from articles.transfer.imports.articles.resolving import link_body
from articles.transfer.imports.articles.sets import ArticleOptions, ArticleSet, open_set
from articles.transfer.imports.articles.sources import SourceShelf
from articles.transfer.imports.files import FileSet
from articles.transfer.imports.markdown.documents import Document, read_document
from articles.transfer.imports.merging import Known
from articles.transfer.imports.reporting import Entry
from articles.transfer.imports.run import Run
from articles.transfer.imports.stored_reports import keep_report
from articles.transfer.imports.vocabulary import ensure_headings

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
class Arrived:
    """A document that had to be read anew."""

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
    arrivals: list[Arrived] = []
    for path in paths:
        entry = work.run.report.add(path)
        entry.item_type = "article"
        if warning := work.set.files.warnings.get(path):
            entry.warnings.append(warning)
        stored = known.get(path)
        if path in work.set.gone:
            entry.skip("the article that this file made has another code here now; it stays as it is")
        elif stored and stored.was_read(work.set.digest_of(path)):
            entry.name = str(stored.item)[:300]
            note_unchanged(entry, stored)
        else:
            text, place = work.set.files.documents[path], work.set.places[path]
            doc = read_document(path, text, place=place, around=work.set.files.around)
            arrivals.append(Arrived(entry, doc, stored))
    if arrivals:
        save_arrivals(arrivals, work)


def save_arrivals(arrivals: Sequence[Arrived], work: ArticleImport) -> None:
    ensure_sections(arrivals, work)
    for one in arrivals:
        one.entry.name = one.doc.title
        one.entry.warnings += one.doc.warnings
    work.run.bring_in([(one.entry, one) for one in arrivals], partial(make_edit, work=work))


def ensure_sections(arrivals: Sequence[Arrived], work: ArticleImport) -> None:
    """The section of each folder: the one an earlier import gave it, else by its name; missing ones are made."""
    names = {arrival.doc.section for arrival in arrivals if arrival.doc.section} - work.set.sections.keys()
    made = ensure_headings(Section, names, work.run)
    work.set.sections |= {name: section.pk for name, section in made.items()}


def make_edit(one: Arrived, *, work: ArticleImport) -> Edit | None:
    """The edit that brings a document in; None where nothing is to change. Raises ValidationError."""
    path = one.doc.path
    read = clean_snapshot(Article, read_values(one, work))
    scheme, digest = work.set.scheme, work.set.digest_of(path)
    arrival = Arrival(one.entry, Article, work.set.ids[path], read, one.doc.standing, scheme, path, digest)
    return lay_over(arrival, one.known) if one.known else make_new(arrival, first_fields(path, work), work.run)


def read_values(arrival: Arrived, work: ArticleImport) -> Snapshot:
    """What every import of the document writes."""
    doc, warnings = arrival.doc, arrival.entry.warnings
    fields: Columns = {
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


def first_fields(path: str, work: ArticleImport) -> Columns:
    """What only a new article gets: its key, its group of translations."""
    fields: Columns = {"external_ids": [{"scheme": work.set.scheme, "code": path}]}
    if group := work.set.groups.get(path):
        fields["translation_group"] = str(group)
    return fields
