"""`manage.py serve`: what `up` runs beside the task worker. Checks, prepares the portal and serves it."""

import os
import signal
import socket
import sys
from argparse import ArgumentParser, Namespace
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseFailure
from django.db import connection
from django.urls import reverse

from articles.operation.failures import failure_of
from portal.up import announcing, listening, preparing, refusals, serving
from portal.up.children import SUCCESSOR
from portal.up.locking import sole_user
from portal.up.plan import Plan, Refusal, add_options, is_loopback, read_plan

EXIT_INTERRUPTED = 130


class Command(BaseCommand):
    help = "Set the portal up and serve it, without a worker for background tasks; `up` runs both."
    requires_system_checks = ()  # `check_settings` runs the few that matter here

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            self.serve(read_plan(Namespace(**options)))
        except Refusal as refusal:
            sys.exit(f"up: {refusal}")
        except DatabaseFailure as error:
            sys.exit(f"up: {refusals.explain_database(error)}")
        except OSError as error:
            if failure_of(error) is None:
                raise
            sys.exit(f"up: {refusals.explain_folder(Path(settings.VAR_DIR), error)}")
        except KeyboardInterrupt:
            self.stderr.write("Interrupted; the next start goes on from here.")
            sys.exit(EXIT_INTERRUPTED)

    def serve(self, plan: Plan) -> None:
        is_alone = not is_below_up()  # which holds the state folder already
        with sole_user(Path(settings.VAR_DIR), f"serves {settings.PUBLIC_URL}") if is_alone else nullcontext():
            listener = self.verify(plan)
            self.prepare(plan)
            serving.load()
            listening.listen(listener, plan.bind, plan.port)
            tell_up()
            if not is_successor():
                announcing.announce_later(plan, settings.PUBLIC_URL)
            serving.serve(plan, listener)

    def report(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def verify(self, plan: Plan) -> socket.socket:
        refusals.check_settings()
        refusals.check_folder(Path(settings.VAR_DIR))
        listener = listening.given_or_bound(plan.bind, plan.port)
        refusals.check_database()
        return listener

    def prepare(self, plan: Plan) -> None:
        steps = preparing.missing_steps()
        close_database()
        with preparing.beside(preparing.collect_static, self.report):
            preparing.migrate(self.report, steps)
            if plan.wants_starter:
                preparing.fill_empty_portal(self.report)
        preparing.render_anew(self.report)
        if credentials := preparing.make_first_editor():
            self.show(credentials)
        close_database()
        if not settings.IS_SECURE and not is_loopback(plan.bind):
            self.report("Other machines reach the port, but get no page until PORTAL_PUBLIC_URL is an https address.")

    def show(self, credentials: preparing.Credentials) -> None:
        self.report("An editor account was made. Note the password: it is shown only now.")
        self.report(f"  sign in at  {settings.PUBLIC_URL}{reverse('admin:index')}")
        self.report(f"  user name   {credentials.username}")
        self.report(f"  password    {credentials.password}")


def close_database() -> None:
    """Before this process is forked; a connection would not survive that."""
    connection.close()


def is_successor() -> bool:
    """Whether this takes over from a web server that still answers."""
    return bool(os.environ.get(SUCCESSOR))


def is_below_up() -> bool:
    return os.environ.get("UP_PROCESS") == str(os.getppid())


def tell_up() -> None:
    """Says to `up`, where it runs this, that the database is ready for the task worker, and the portal for requests."""
    if is_below_up():
        os.kill(os.getppid(), signal.SIGUSR1)
