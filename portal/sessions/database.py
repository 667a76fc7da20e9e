"""Sessions in the database of the content."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

from portal.sessions.keys import OurKeys


class SessionStore(OurKeys, DatabaseSessionStore):
    pass
