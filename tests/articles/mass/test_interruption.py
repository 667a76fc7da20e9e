"""Mass actions in processes of their own: killed at any point, run twice at once, and against one another."""

import multiprocessing
import os

import pytest
from django.db import connection

from articles.editing import Edit, save_items
from articles.mass import starting
from articles.mass.asking import freeze
from articles.mass.running import claim, perform
from articles.models import Change, MassAction, MassActionItem, Tool, User
from articles.publishing import Status
from articles.snapshots import Snapshot
from tests.articles.transfer.imports.test_interruption import Writes
from tests.factories import make_user
from tests.processes import run_together

pytestmark = pytest.mark.django_db(transaction=True)

TOOLS = 450
# After so many writes of one run: at its start, amid a part, before and after what became of the part is noted.
KILLS = (1, 90, 203, 211, 211, 30)

PERFORM = """
from articles.mass.running import perform
from articles.models import MassAction

action = MassAction.objects.get(pk=arguments[0])
wait_for_start()
perform(action)
"""


@pytest.fixture
def erin() -> User:
    user = make_user("erin")
    fields = {"summary": "A tool.", "status": "published"}
    save_items([Edit(Tool(), Snapshot(fields={"name": f"Tool {n}", **fields})) for n in range(TOOLS)], by=None)
    return user


def frozen(status: Status, by: User) -> MassAction:
    action = freeze(Tool.objects.order_by("sort_key", "id"), status, by=by)
    MassAction.objects.filter(pk=action.pk).update(state="queued")
    return action


def run_and_kill(action: MassAction, after_writes: int) -> None:
    """In a process of its own, which kills itself with no time to end in order; what it held is let go."""

    def work() -> None:
        claimed = claim(action.pk)
        assert claimed
        with connection.execute_wrapper(Writes(after_writes)):
            perform(claimed)
        os._exit(0)

    connection.close()
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join()
    assert process.exitcode == -9, "the run was over before it was killed"
    MassAction.objects.filter(pk=action.pk).update(state="queued")


def finish(action: MassAction) -> MassAction:
    if claimed := claim(action.pk):
        perform(claimed)
    action.refresh_from_db()
    return action


def tools_by_version() -> dict[tuple[int, str], int]:
    rows = list(Tool.objects.values_list("version", "status"))
    return {row: rows.count(row) for row in set(rows)}


def changes(reason: str) -> int:
    return Change.objects.filter(reason=reason).count()


def test_action_and_undo_that_are_killed_go_on_without_doing_anything_twice(erin: User) -> None:
    action, stages = frozen(Status.ARCHIVED, erin), set()
    for after in KILLS:
        run_and_kill(action, after)
        stages.add(changes("mass"))
        assert changes("mass") == MassActionItem.objects.filter(outcome="changed").count()
    assert finish(action).counts == {"changed": TOOLS}
    assert (tools_by_version(), changes("mass")) == ({(2, "archived"): TOOLS}, TOOLS)
    assert stages == {0, 200, 400}, "it was killed before, between and after parts"

    starting.begin_undo(action, by=erin)
    for after in KILLS:
        run_and_kill(action, after)
    assert (finish(action).state, action.undo_counts) == ("undone", {"changed": TOOLS})
    assert (tools_by_version(), changes("massundo")) == ({(3, "published"): TOOLS}, TOOLS)


def test_two_runs_of_one_action_do_nothing_twice(erin: User) -> None:
    action = frozen(Status.ARCHIVED, erin)
    MassAction.objects.update(state="running")
    run_together([(PERFORM, action.pk), (PERFORM, action.pk)])
    action.refresh_from_db()
    assert (action.state, action.counts, action.done) == ("finished", {"changed": TOOLS}, TOOLS)
    assert (tools_by_version(), changes("mass")) == ({(2, "archived"): TOOLS}, TOOLS)


def test_two_actions_on_the_same_items_change_each_once(erin: User) -> None:
    first, second = frozen(Status.ARCHIVED, erin), frozen(Status.WITHDRAWN, erin)
    MassAction.objects.update(state="running")
    run_together([(PERFORM, first.pk), (PERFORM, second.pk)])
    first.refresh_from_db()
    second.refresh_from_db()
    archived, withdrawn = first.counts.get("changed", 0), second.counts.get("changed", 0)
    assert (archived + withdrawn, changes("mass")) == (TOOLS, TOOLS)
    assert {key: number for key, number in tools_by_version().items() if number} == {
        key: number for key, number in {(2, "archived"): archived, (2, "withdrawn"): withdrawn}.items() if number
    }
    reasons = MassActionItem.objects.filter(outcome="left").values_list("text", flat=True)
    assert list(reasons) == ["edited since"] * TOOLS
