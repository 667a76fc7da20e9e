"""What keys of sessions look like."""

import re

from django.contrib.sessions.backends.base import SessionBase

OUR_KEY = re.compile(r"[a-z0-9]{32}\Z")


class OurKeys(SessionBase):
    """Asks only for keys that we could have given out."""

    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie may hold anything, a NUL too, which PostgreSQL refuses to compare with."""
        return bool(key and OUR_KEY.match(key))
