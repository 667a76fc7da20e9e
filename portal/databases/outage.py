"""Whether the database of this process answers. A process that serves readers learns it from `portal.databases.watching`.

While it does not, its backends refuse each query at once: a request that waited would only hold a thread that another needs.
Reading the state costs no I/O. In commands and in the task worker nothing is ever found to be down: they wait.
"""

from dataclasses import dataclass

from django.db import OperationalError

from articles.operation.outages import Outage


class DatabaseDown(OperationalError):
    """The database does not answer, and was not asked again."""


answers = Outage(
    "The database does not answer (%s); until it does, requests that need it get 503.",
    "The database has not answered for %d s.",
    "The database answers again after %d s.",
)
# Of SQLite alone: readers go on.
writes = Outage(
    "The database cannot be written (%s); until it can, saves get 503.",
    "The database could not be written for %d s.",
    "The database can be written again after %d s.",
)


def is_down() -> bool:
    return answers.is_on


def refuse_if_down() -> None:
    if answers.is_on:
        raise DatabaseDown("The database does not answer.")


@dataclass
class Process:
    """is_serving: whether readers wait for this process, so that the limits of DATABASE_LIMITS hold for its queries."""

    is_serving: bool = False


process = Process()
