"""Sessions in the database, asked only for keys that we could have given out."""

import re

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

OUR_KEY = re.compile(r"[a-z0-9]{32}\Z")


class SessionStore(DatabaseSessionStore):
    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie may hold anything, a NUL too, which PostgreSQL refuses to compare with."""
        return bool(key and OUR_KEY.match(key))
