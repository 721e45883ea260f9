"""Django's settings, from the environment that `services.desk.environment` reads."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from firsthand.config.channels import CHANNELS  # noqa: F401 - the desk's channels
from firsthand.domain.calendars import zones as _zones  # noqa: F401 - pins the time zones before anything reads one
from firsthand.services.desk.environment import make_data_folder, read_environment
from firsthand.services.desk.secret_files import secret_key

ENVIRONMENT = read_environment(os.environ, folder=Path.cwd())
make_data_folder(ENVIRONMENT)

SECRET_KEY = secret_key(ENVIRONMENT)
DEBUG = False
ALLOWED_HOSTS = ["*"] if not ENVIRONMENT.base_url else ["127.0.0.1", "localhost", "[::1]"]
if ENVIRONMENT.base_url:
    ALLOWED_HOSTS.append(urlsplit(ENVIRONMENT.base_url).hostname or "")
    CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.base_url]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth.account",
    "firsthand.models.apps.ModelsConfig",
    "firsthand.web.apps.WebConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "firsthand.web.middleware.DeskMiddleware",
]

ROOT_URLCONF = "firsthand.config.urls"
WSGI_APPLICATION = "firsthand.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(__file__).resolve().parent.parent / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "firsthand.web.templating.environment",
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
]


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("FIRSTHAND_DATABASE_URL: expected postgresql://user:password@host:port/name")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000;"
                "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
            ),
        },
        # The tests open the database from several threads and processes: a file, never :memory:.
        "TEST": {"NAME": path.with_name("test.sqlite3")},
    }


DATABASES = {
    "default": _postgres(ENVIRONMENT.database_url) if ENVIRONMENT.database_url else _sqlite(ENVIRONMENT.sqlite)
}

AUTH_USER_MODEL = "firsthand.Person"
PASSWORD_HASHERS = ["firsthand.services.people.hashing.GatedHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 2 * 3600
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "firsthand.web.people.adapter.DeskAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False  # whoever joins was invited
ACCOUNT_EMAIL_VERIFICATION = "none"  # invitations and resets go to the address and nowhere else
ACCOUNT_RATE_LIMITS = False  # `services.people.budgets` counts, in the database
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if ENVIRONMENT.is_https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

TIME_ZONE = "UTC"  # trap 2: Django's default is Chicago
USE_TZ = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # those that there is a catalogue of; Django names a hundred
USE_I18N = True
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "web" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(__file__).resolve().parent.parent / "web" / "static"
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # every mail goes through the outbox
LOGGING_CONFIG = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
