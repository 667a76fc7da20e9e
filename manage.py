#!/usr/bin/env python
"""Django's command line for the portal; `manage.py up` sets everything up and serves it."""

import gc
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        if sys.argv[1:2] == ["up"]:
            run_up()
        if sys.argv[1:2] == ["serve"]:
            name_own_address()
        run_django()
    except KeyboardInterrupt:
        sys.exit(130)


def run_up() -> None:
    """Django's way to a command would load Django for a process that needs none of it."""
    from portal.up.running import run

    sys.exit(run(sys.argv[2:]))


def name_own_address() -> None:
    """Settings are read before the options of a command are."""
    from portal.up.plan import set_public_url

    set_public_url(sys.argv[2:], os.environ)


def run_django() -> None:
    """A setting that cannot be used is told in one line, with no traceback unless one is asked for."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        load_django()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"manage.py: {error}")


def load_django() -> None:
    """What is loaded stays for good: to look for garbage in it costs a quarter of a start, and at the end as much again.

    Forks that never look at it share its memory.
    """
    import django

    gc.disable()
    try:
        django.setup()
    finally:
        gc.freeze()
        gc.enable()


if __name__ == "__main__":
    main()
