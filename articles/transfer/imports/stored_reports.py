"""Keeps what an import tells, so that it can be read later: in the admin, or as a file."""

from dataclasses import asdict
from itertools import batched

from django.utils import timezone

from articles.models import ImportBatch, ImportRow
from articles.transfer.imports.reporting import Entry, Report
from articles.transfer.imports.run import Run
from articles.transfer.imports.statistics import refresh_statistics

BATCH = 500


def keep_report(run: Run) -> None:
    """Writes down what became of each row but for those that stayed the same; a batch that wrote nothing is not kept."""
    if run.batch is None:
        return
    batch = run.batch
    if run.has_opened and not batch.changes.exists():
        run.batch = None
        ImportBatch.objects.filter(pk=batch.pk).delete()
        return
    ImportRow.objects.filter(batch=batch).delete()
    for group in batched(report_rows(batch, run.report), BATCH, strict=False):
        ImportRow.objects.bulk_create(group)
    state = ImportBatch.State.CHECKED if run.is_dry else ImportBatch.State.FINISHED
    close_batch(batch, run.report, state)
    if not run.is_dry:
        refresh_statistics()


def close_batch(batch: ImportBatch, report: Report, state: str, message: str = "") -> None:
    batch.state, batch.message, batch.finished_at = state, message, timezone.now()
    batch.counts = {**report.counts, "made": {name: number for name, number in report.made.items() if number}}
    changed = {name: getattr(batch, name) for name in ("state", "message", "finished_at", "counts")}
    ImportBatch.objects.filter(pk=batch.pk).update(**changed)


def report_rows(batch: ImportBatch, report: Report) -> list[ImportRow]:
    noted = [Entry(place="", text=text) for text in report.notes]
    told = [entry for entry in report.entries if entry.outcome != "same" or entry.warnings]
    rows = [make_row(batch, entry, "") for entry in told]
    rows += [make_row(batch, entry, ImportRow.Outcome.NOTED) for entry in noted]
    for number, row in enumerate(rows, start=1):
        row.number = number
    return rows


def make_row(batch: ImportBatch, entry: Entry, outcome: str) -> ImportRow:
    changes = [asdict(change) for change in entry.changes]
    return ImportRow(
        batch=batch,
        place=entry.place[:500],
        line=entry.line,
        name=entry.name[:300],
        outcome=outcome or entry.outcome,
        visibility=entry.visibility,
        text=entry.text,
        changes=changes,
        warnings=entry.warnings,
        item_type=entry.item_type,
        item_id=entry.item_id,
    )
