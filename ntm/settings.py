"""All settings, from the environment; docs/deploy.md lists each variable and a test keeps that list true."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from jobs.queues import DEFAULT, QUEUES
from ntm import env

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

DEBUG = env.flag("DEBUG")
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "data")))

SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if DEBUG or TESTING:
        SECRET_KEY = "only-for-debug-and-tests"  # noqa: S105 - refused outside debug and tests
    elif env.text("DATABASE_URL"):
        raise ImproperlyConfigured("Thiếu SECRET_KEY (hoặc SECRET_KEY_FILE); xem docs/deploy.md.")
    else:
        # An installation in one folder keeps its key beside its data.
        SECRET_KEY = env.own_secret(DATA_DIR / "secret_key")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
#: The address people use, for links in mails and on papers; without one, this machine at the port of the web server.
PUBLIC_URL = env.text("PUBLIC_URL", f"http://localhost:{env.number('PORT', 8000, least=1)}").rstrip("/")
#: Working days a paper may wait for its signature before it is late; no law fixes them.
PAPER_WAITING_DAYS = env.number("PAPER_WAITING_DAYS", 3, least=1)

# --- Rooms, from the top of the staircase down (docs/house.md) ---
INSTALLED_APPS = [
    "ntm",
    "dashboards",
    "reporting",
    "emulation",
    "contributions",
    "campaigns",
    "criteria",
    "documents",
    "reminders",
    "accounts",
    "areas",
    "journal",
    "jobs",
    "core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInMiddleware",
    "accounts.middleware.OwnPasswordFirstMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.RuleErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ntm.urls"
WSGI_APPLICATION = "ntm.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.shell",
            ],
            "builtins": ["core.templatetags.ui"],
        },
    },
]

# --- Database ---
_DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'ntm.sqlite3'}")
try:
    _database: dict[str, Any] = dict(dj_database_url.parse(_DATABASE_URL, conn_max_age=60))
except (ValueError, KeyError) as error:
    raise ImproperlyConfigured("DATABASE_URL: không hiểu địa chỉ cơ sở dữ liệu; xem docs/deploy.md.") from error
if _database["ENGINE"].endswith("sqlite3"):
    # One writer at a time is SQLite's way; taking the write lock at BEGIN makes the others wait instead of fail.
    _database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    # A file, so that a worker process in the tests sees the same data.
    _database["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    # PostgreSQL compiles a query it thinks long, which of ours takes longer than to run it: pages ask many rows of small tables.
    # And it reckons with a turning disk, so that it would read whole tables where an index finds the few rows.
    options = _database.setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c jit=off -c random_page_cost=1.1".strip()
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Queue: Redis where there is one, a folder where not ---
REDIS_URL = env.text("REDIS_URL")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # A Redis that is down must cost a request moments, not Celery's six seconds; the sweeper rings later.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "max_retries": 1,  # 0 would mean for ever
        "interval_start": 0,
        "interval_step": 0.2,
        "interval_max": 0.2,
        "socket_connect_timeout": 2,
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    _queue = DATA_DIR / "queue"
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue),
        "data_folder_out": str(_queue),
        "control_folder": str(_queue / "control"),
        "polling_interval": 0.05,
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_DEFAULT_QUEUE = DEFAULT
# What beat asks for; a job comes with the limits of its queue.
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = QUEUES[DEFAULT].soft_limit, QUEUES[DEFAULT].hard_limit
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever: a Redis that comes back tomorrow finds its workers
# What a large paper took of memory is given back: the process is replaced after the task (kilobytes).
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
#: A job whose worker was not heard of for so many seconds is taken up by another.
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 30, least=1)
#: How many days a file made for "Tệp của tôi" can be fetched; after that it is ordered anew.
JOB_FILE_DAYS = env.number("JOB_FILE_DAYS", 14, least=1)

# --- Files ---
if env.text("S3_BUCKET"):
    _files: dict[str, Any] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.text("S3_BUCKET"),
            "endpoint_url": env.text("S3_ENDPOINT_URL") or None,
            "region_name": env.text("S3_REGION") or None,
            "access_key": env.text("S3_ACCESS_KEY"),
            "secret_key": env.text("S3_SECRET_KEY"),
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
else:
    _files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files")},
    }
STORAGES = {
    "default": _files,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# The TTFs are for the papers; no page loads them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "ttf", "woff", "woff2"]
WHITENOISE_USE_FINDERS = DEBUG or TESTING
#: The largest file a person may upload, in bytes.
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_MB", 20, least=1) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a plan of 19 blocks with 200 tasks is one form
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Mail ---
try:
    _mail = dj_email_url.parse(env.text("EMAIL_URL", "console://"))
    vars().update(_mail, EMAIL_BACKEND=_mail["EMAIL_BACKEND"])
except (ValueError, KeyError) as error:
    raise ImproperlyConfigured("EMAIL_URL: không hiểu địa chỉ máy chủ thư; xem docs/deploy.md.") from error
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Nông thôn mới <ntm@localhost>")
#: How long a link to an issued paper can be used by somebody outside the system.
DELIVERY_LINK_DAYS = env.number("DELIVERY_LINK_DAYS", 30, least=1)

# --- Ways to remind people besides mail; each is off until it is set (docs/deploy.md, "Kênh nhắc") ---
#: Key of this installation before the browsers' push services (manage.py make_push_key), and whom those may write to.
WEB_PUSH_KEY = env.push_key("WEB_PUSH_KEY", env.text("WEB_PUSH_KEY"))
WEB_PUSH_CONTACT = env.contact("WEB_PUSH_CONTACT", env.text("WEB_PUSH_CONTACT"))
if bool(WEB_PUSH_KEY) != bool(WEB_PUSH_CONTACT):
    raise ImproperlyConfigured("WEB_PUSH_KEY và WEB_PUSH_CONTACT phải đặt cùng nhau; xem docs/deploy.md.")
ZALO_API_URL = env.web_address("ZALO_API_URL", env.text("ZALO_API_URL", "https://openapi.zalo.me"))
ZALO_OA_TOKEN = env.text("ZALO_OA_TOKEN")
#: A token in a file is read anew for each message: it lives 25 hours, and somebody else renews it.
ZALO_OA_TOKEN_FILE = env.text("ZALO_OA_TOKEN_FILE")
SMS_GATEWAY_URL = env.web_address("SMS_GATEWAY_URL", env.text("SMS_GATEWAY_URL"))
SMS_GATEWAY_TOKEN = env.text("SMS_GATEWAY_TOKEN")
SMS_SENDER = env.text("SMS_SENDER")
SMS_GATEWAY_FORMAT = env.choice("SMS_GATEWAY_FORMAT", "JSON", ("JSON", "FORM"))
#: Our name of each field and the gateway's.
SMS_GATEWAY_FIELDS = env.pairs(
    "SMS_GATEWAY_FIELDS",
    env.text("SMS_GATEWAY_FIELDS", "to=to,text=text,sender=sender,id=id"),
    known=("to", "text", "sender", "id", "token"),
    needed=("to", "text"),
)
#: Words that a gateway's answer holds when it took the message, for those that answer 200 to everything.
SMS_GATEWAY_SUCCESS = env.text("SMS_GATEWAY_SUCCESS")

# --- People ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.PhoneOrEmailBackend"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_USERNAME_CALLABLE = "accounts.backends.typed_name"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# --- Language and time ---
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
FORMAT_MODULE_PATH = "ntm.formats"
#: Tests and trials move time for all processes by writing seconds into this file; empty outside them.
CLOCK_FILE = env.text("CLOCK_FILE")

# --- Security ---
HTTPS = env.flag("HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
# Health checks come from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
# Our own pages show papers in a frame; frame-ancestors below says the same.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
    }
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

LOG_LEVEL = env.choice("LOG_LEVEL", "WARNING" if TESTING else "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # WeasyPrint and fontTools tell every glyph they drop.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        # It tells whole addresses, and those of push services and gateways may be secrets.
        "urllib3": {"level": "WARNING"},
    },
}
