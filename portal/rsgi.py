"""The RSGI entry point that granian loads: the WSGI application behind a bridge that drops misleading headers."""

from portal.bridge.application import Bridge
from portal.wsgi import application as wsgi_application

THREADS_PER_WORKER = 4

application = Bridge(wsgi_application, threads=THREADS_PER_WORKER)
