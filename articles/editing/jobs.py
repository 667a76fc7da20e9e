"""What the task worker does after an update: renders anew what an older renderer made."""

import logging

from django.tasks import task
from django_tasks_db.models import DBTaskResult

from articles.editing.rerendering import rerender_all

logger = logging.getLogger(__name__)


@task()
def rerender() -> None:
    rerender_all(report=logger.info)


def is_rerender_waiting() -> bool:
    """Whether a task for it stands in the queue already, which does all there is to do when its turn comes."""
    return DBTaskResult.objects.ready().filter(task_path=rerender.module_path).exists()
