"""The portal's settings: one module, read from the environment (`PORTAL_*`, `DATABASE_URL`)."""

from pathlib import Path

from portal import environment
from portal.logging import make_logging
from portal.protection import CONTENT_SECURITY_POLICY

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = environment.read_state_folder("PORTAL_VAR", BASE_DIR / "var")

# The address readers use. Its scheme decides: with https, secure cookies, redirects and HSTS are on; http is accepted on
# loopback only, which `portal/checks.py` sees to.
_PUBLIC = environment.read_public_url("PORTAL_PUBLIC_URL", "http://localhost:8000")
PUBLIC_URL = _PUBLIC.geturl()
IS_SECURE = _PUBLIC.scheme == "https"

SECRET_KEY = environment.read_secret_key("PORTAL_SECRET_KEY", VAR_DIR / "secret_key")
DEBUG = environment.read_bool("PORTAL_DEBUG", default=False)
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
EXTRA_HOSTS = environment.read_list("PORTAL_ALLOWED_HOSTS")
ALLOWED_HOSTS = [environment.host_of(_PUBLIC), *EXTRA_HOSTS, *([] if IS_SECURE else LOOPBACK_HOSTS)]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "articles.apps.ArticlesConfig",
    "api.apps.ApiConfig",
    "articles.apps.PortalAdminConfig",
    "articles.apps.PortalAuthConfig",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tasks_db",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "portal.observing.middleware.RecordMiddleware",
    "portal.protection.ProtectionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.context.site",
            ],
        },
    }
]

# WAL lets readers read while one process writes; IMMEDIATE makes a second writer wait at the start of its transaction, up to
# the timeout, where a later lock would fail at once; FULL keeps what was saved through a loss of power.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
DATABASES = {
    "default": environment.read_database("DATABASE_URL", VAR_DIR / "portal.sqlite3", sqlite_options=SQLITE_OPTIONS)
}
IS_SQLITE = DATABASES["default"]["ENGINE"] == environment.SQLITE
# What a process that serves readers asks of PostgreSQL; commands and the task worker, which have time, do not.
DATABASE_LIMITS = {
    "connect_seconds": environment.read_int("PORTAL_CONNECT_SECONDS", 2, minimum=1, maximum=60),
    "lock_seconds": environment.read_int("PORTAL_LOCK_SECONDS", 20, minimum=1, maximum=600),
    "statement_seconds": environment.read_int("PORTAL_STATEMENT_SECONDS", 30, minimum=1, maximum=3600),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "articles.User"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
# Of the dates that readers see and, until they choose another, of editors; the API and exports stay in UTC.
TIME_ZONE = environment.read_time_zone("PORTAL_TIME_ZONE", "UTC")
FORMAT_MODULE_PATH = "articles.formats"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "portal.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# A public portal without a mail server of its own hands mail to the one on its machine; on loopback mail becomes files.
LOCAL_MAIL_SERVER = "smtp://localhost:25?tls=no" if IS_SECURE else ""
MAILERS = environment.read_mailers("PORTAL_MAIL_URL", VAR_DIR / "mail", default=LOCAL_MAIL_SERVER)
DEFAULT_FROM_EMAIL = environment.read_text("PORTAL_MAIL_FROM", f"portal@{_PUBLIC.hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Whom readers write to; empty for nobody. `portal/checks.py` sees to its form.
CONTACT = environment.read_text("PORTAL_CONTACT", "")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SECURE_CSP = CONTENT_SECURITY_POLICY
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_SECURE
SECURE_HSTS_PRELOAD = IS_SECURE
# Browsers take a cookie whose name begins with __Host- only over https, for the whole host and from this host alone, so that
# a page of a neighbouring host cannot put one there. No script of ours reads any of them: forms carry their token.
_COOKIE_PREFIX = "__Host-" if IS_SECURE else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrftoken"
DEVICE_COOKIE_NAME = f"{_COOKIE_PREFIX}device"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# On SQLite sessions have a file of their own: in the database a sign-in would wait for the writer, such as an import.
SESSION_ENGINE = "portal.sessions.file" if IS_SQLITE else "portal.sessions.database"
SESSION_FILE = VAR_DIR / "sessions.sqlite3"
# Where tries to sign in are counted: Valkey where several machines serve the portal, else a file in the state folder.
LIMITS_URL = environment.read_limits_url("PORTAL_LIMITS_URL")
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
# TLS ends at a proxy in front of the portal, which must set this header itself and drop what a client sent.
# Their number tells which address in X-Forwarded-For is the client's: see `articles/access/clients.py`.
PROXIES = environment.read_count("PORTAL_BEHIND_PROXY", default=int(IS_SECURE))
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A body may hold 3 MB of text; forms carry it percent-encoded, so three times as much and some room for the rest.
MAX_BODY_BYTES = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * MAX_BODY_BYTES + 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Files of one form together, and only of those who are signed in to the admin.
MAX_UPLOAD_BYTES = 200 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "portal.uploads.MeasuredUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

WORKERS = environment.read_int("PORTAL_WORKERS", 1, minimum=1, maximum=256)

# With less room left in the state folder, `/health/ready` says that the disk is wrong.
LEAST_FREE_BYTES = environment.read_int("PORTAL_LEAST_FREE_MB", 100, maximum=10_000_000) * 1024 * 1024
# How many seconds of work may wait for the threads of a web process; what would wait longer is answered 503 at once.
QUEUE_SECONDS = environment.read_int("PORTAL_QUEUE_SECONDS", 2, minimum=1, maximum=60)

# Where Prometheus asks; None for nowhere. Never the address of readers.
METRICS_ADDRESS = environment.read_address("PORTAL_METRICS")

# How many daily backups are kept in the state folder; 0 for none being made. `up` reads the same variable for when to make one.
DAILY_BACKUPS = environment.read_daily_backups("PORTAL_DAILY_BACKUP")

LOGGING = make_logging(
    environment.read_text("PORTAL_LOG_LEVEL", "WARNING").upper(),
    form=environment.read_text("PORTAL_LOG", "text").lower(),
    wants_requests=environment.read_bool("PORTAL_LOG_REQUESTS", default=False),
)

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.PortalSchema",
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.ClientThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": "600/min"},
    "EXCEPTION_HANDLER": "api.exceptions.answer_exception",
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "AI engineering portal",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "What AI engineers do and how to become one: articles, skills, tools, industries, occupations and learning"
        " paths, as readers see them. Reading needs no account.\n\n"
        "Lists answer `next`, `previous` and `results`; follow `next` until it is null. A link to another item is its"
        " id, slug, name (or title) and page on the site. Times are ISO 8601 in UTC. Every error is a problem of RFC"
        " 9457. Send an `ETag` back as `If-None-Match` to learn cheaply that nothing changed."
    ),
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "ResourceKind": "articles.models.Resource.Kind",
        "Origin": "articles.models.Article.Origin",
        "Measure": "articles.models.Figure.Measure",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schema.describe_answers",
    ],
}
