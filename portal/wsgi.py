"""The WSGI entry point that granian (or another server) loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
# On PostgreSQL a web process keeps its connections in a pool; its threads are few, so eight are plenty.
os.environ.setdefault("PORTAL_DATABASE_POOL", "8")

application = get_wsgi_application()
