"""Tasks that the database left alone: what a worker was at when it went away is ended, in words, once it is back."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from articles.mass.running import stop
from articles.models import ImportBatch, MassAction
from articles.transfer.imports.uploading import fail


def stop_mass_action(action_id: int) -> None:
    for action in MassAction.objects.filter(pk=action_id):
        stop(
            action,
            _("The database did not answer. What was done until then is told below, and it can go on from there."),
        )


def fail_import(batch_id: int) -> None:
    states = ImportBatch.State
    for batch in ImportBatch.objects.filter(pk=batch_id, state__in=(states.CHECKING, states.RUNNING)):
        fail(batch, _("The database did not answer. What was done until then stays, and it can go on from there."))


ENDINGS: Mapping[str, Callable[[int], None]] = {
    "articles.mass.jobs.run_mass_action": stop_mass_action,
    "articles.transfer.imports.jobs.try_import": fail_import,
    "articles.transfer.imports.jobs.run_import": fail_import,
}


def end_broken_tasks(worker_id: str, error: BaseException) -> None:
    """Notes as failed what this worker was at: it runs one task at a time, and now it runs none."""
    for result in DBTaskResult.objects.running():
        if worker_id not in result.worker_ids:
            continue
        if ending := ENDINGS.get(result.task_path):
            ending(*result.args_kwargs["args"])
        result.set_failed(error)
