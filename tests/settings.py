"""The portal's settings for tests: as in production, but for speed and for what tests look at.

`tests/conftest.py` sets the environment first: PORTAL_VAR is a temporary folder, DATABASE_URL names the database under test.
"""

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, IS_SQLITE, STORAGES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Pages link to the plain files, which need no collecting; whitenoise then serves them from where they lie.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

# A file, not memory: other processes and threads must reach the same database.
if IS_SQLITE:
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    # Nothing here has to outlive a loss of power; not waiting for the disk halves the time.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
