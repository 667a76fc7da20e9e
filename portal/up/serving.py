"""The web server: granian's processes, forked from this one, which has loaded the portal already."""

from django.conf import settings
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal.up.plan import Plan

KILL_AFTER_SECONDS = 5


def serve(plan: Plan) -> None:
    """Serves until a signal stops it. Raises SystemExit where the server fails."""
    # Loaded before the forks, which then share the memory; a page that cannot be loaded ends `up` here.
    import portal.rsgi  # noqa: F401  (importing loads the portal)

    _ = get_resolver().url_patterns

    server = Granian(
        "portal.rsgi:application",
        address=plan.bind,
        port=plan.port,
        interface=Interfaces.RSGI,
        workers=plan.workers or settings.WORKERS,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
    )
    server.serve()
