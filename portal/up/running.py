"""`up` itself: starts the web server and the task worker and stays beside them.

Django is loaded once per child and not here: that is a second less until the first page, and 100 MB less memory.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from portal.up import listening
from portal.up.children import Child
from portal.up.compiling import compiled_beside
from portal.up.daily import DailyBackup
from portal.up.locking import sole_user
from portal.up.plan import Plan, Refusal, add_options, read_plan, state_folder
from portal.up.supervising import supervise

MANAGE = Path(__file__).resolve().parent.parent.parent / "manage.py"


def run(words: Sequence[str]) -> int:
    """Runs `up` with the words of its command line until it is stopped; returns the exit code."""
    parser = ArgumentParser("manage.py up", description="Set the portal up, then serve it until Ctrl-C.")
    add_options(parser)
    try:
        plan = read_plan(parser.parse_args(words))
        with sole_user(state_folder(os.environ), f"serves {plan.public_url(os.environ)}"):
            return run_children(plan)
    except Refusal as refusal:
        return refuse(refusal)


def run_children(plan: Plan) -> int:
    with listening.bind(plan.bind, plan.port) as listener:
        web, worker = web_child(plan, listener.fileno()), worker_child(plan)
        return supervise(web, worker, report, daily_backup(plan), meanwhile=compiled_beside(plan, os.environ))


def web_child(plan: Plan, listener: int) -> Child:
    """listener: the descriptor of the socket, which this process keeps for the web servers to come."""
    command = [sys.executable, str(MANAGE), "serve", *plan.as_options()]
    environment = plan.web_environment(os.environ) | {listening.VARIABLE: str(listener)}
    return Child(command, environment=environment, descriptors=(listener,))


def worker_child(plan: Plan) -> Child:
    command = [sys.executable, str(MANAGE), "db_worker", "--queue-name", "*", "--no-startup-delay"]
    return Child(command, environment=plan.environment(os.environ))


def daily_backup(plan: Plan) -> DailyBackup | None:
    """None unless PORTAL_DAILY_BACKUP asks for it; what it says in detail the settings read."""
    if os.environ.get("PORTAL_DAILY_BACKUP", "").strip().lower() in {"", "0", "no", "false", "off"}:
        return None
    command = [sys.executable, str(MANAGE), "backup", "--daily"]
    child = Child(command, environment=plan.environment(os.environ))
    return DailyBackup(child, state_folder(os.environ) / "backups", report)


def report(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def refuse(refusal: Refusal) -> int:
    sys.stderr.write(f"up: {refusal}\n")
    return 1
