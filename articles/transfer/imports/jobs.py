"""What the task worker does for imports; each takes a batch only once, however often it is called."""

from django.tasks import task

from articles.transfer.imports.uploading import RUN_FROM, STATES, TRIED_FROM, claim, perform


@task()
def try_import(batch_id: int) -> None:
    """Says what would become of each row, and writes nothing but that."""
    if batch := claim(batch_id, TRIED_FROM, STATES.CHECKING):
        perform(batch, is_dry=True)


@task()
def run_import(batch_id: int) -> None:
    if batch := claim(batch_id, RUN_FROM, STATES.RUNNING):
        perform(batch, is_dry=False)
