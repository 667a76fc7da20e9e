"""`manage.py up`, for `manage.py help`; `manage.py` itself runs `portal.up.running` without loading Django first."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from portal.up import running
from portal.up.plan import Refusal, add_options, read_plan


class Command(BaseCommand):
    help = "Set the portal up, then serve it and run its background tasks until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = read_plan(Namespace(**options))
        except Refusal as refusal:
            sys.exit(running.refuse(refusal))
        sys.exit(running.run(plan.as_options()))
