"""Settings of Maillage: one file, typed environment, secrets also from ``NAME_FILE``.

Everything an operator may set is read here and nowhere else:

- ``MAILLAGE_DATA``: the data folder (database file, media, keys, anchors); default ``./data``.
- ``DATABASE_URL``: ``postgresql://user:password@host:port/name``; without it, SQLite there.
- ``MAILLAGE_HOSTS``: comma-separated names the server answers to, beside localhost.
- ``MAILLAGE_SECRET_KEY``: the signing key; without it, one is made in the data folder, mode 0600.
- ``MAILLAGE_HTTPS``: ``1`` behind TLS: secure cookies, HSTS.
- ``MAILLAGE_MAIL_URL``: ``smtp+tls://account:password@host:587`` (``smtps://`` for TLS from the
  start, ``smtp://`` without, ``file:`` to write in the data folder); without it, no e-mail leaves.
- ``MAILLAGE_MAIL_FROM``: the address that e-mails come from.
- ``MAILLAGE_SMS_URL``, ``MAILLAGE_SMS_TOKEN``: the SMS gateway (``messages/connectors/sms``), or
  ``file:``; without it, no SMS leaves.
- ``MAILLAGE_DEBUG``: ``1`` for development only.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from maillage import __version__


def env(name: str, default: str = "") -> str:
    """Read ``NAME``, or the content of the file named by ``NAME_FILE``."""
    file_name = os.environ.get(f"{name}_FILE")
    if file_name:
        return Path(file_name).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def env_flag(name: str) -> bool:
    return env(name) in {"1", "true", "yes", "on"}


def env_list(name: str) -> list[str]:
    return [part.strip() for part in env(name).split(",") if part.strip()]


DATA_DIR = Path(env("MAILLAGE_DATA", "data")).resolve()
VERSION = __version__


def secret_key() -> str:
    """The signing key: from the environment, else made once in the data folder, mode 0600."""
    given = env("MAILLAGE_SECRET_KEY")
    if given:
        return given
    path = DATA_DIR / "keys" / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = path.with_name(f"secret_key.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text(encoding="ascii")


def sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
            ),
        },
        "CONN_MAX_AGE": None,
    }


def postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    options: dict[str, object] = {
        "options": "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s",
        # Statements are prepared once a connection: 2 ms less for each command.
        "server_side_binding": True,
        "prepare_threshold": 5,
        **dict(parse_qsl(parts.query)),
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
    }


def mail(url: str) -> dict[str, Any]:
    """How e-mail leaves: what Django's SMTP backend takes, ``folder``, or nothing at all."""
    if not url or url == "file:":
        return {"folder": True} if url else {}
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname or not env("MAILLAGE_MAIL_FROM"):
        raise ImproperlyConfigured(
            "MAILLAGE_MAIL_URL : smtp+tls://compte:motdepasse@hôte:587, et MAILLAGE_MAIL_FROM."
        )
    return {
        "host": parts.hostname,
        "port": parts.port or ports[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
    }


DATABASE_URL = env("DATABASE_URL")
DATABASES = {
    "default": postgresql(DATABASE_URL) if DATABASE_URL else sqlite(DATA_DIR / "maillage.sqlite3")
}

DEBUG = env_flag("MAILLAGE_DEBUG")
HTTPS = env_flag("MAILLAGE_HTTPS")
SECRET_KEY = secret_key()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env_list("MAILLAGE_HOSTS")]

INSTALLED_APPS = [
    "maillage.core",
    "maillage.network",
    "maillage.people",
    "maillage.programme",
    "maillage.money",
    "maillage.messages",
    "maillage.booking",
    "maillage.counter",
    "maillage.desk",
    "maillage.office",
    "maillage.public",
    "maillage.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "maillage.core.lean.LeanStatic",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "maillage.core.middleware.SecurityHeaders",
    "maillage.core.middleware.DatabaseAway",
    "maillage.desk.polling.PollMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "maillage.network.middleware.StructureMiddleware",
]

ROOT_URLCONF = "maillage.urls"
WSGI_APPLICATION = "maillage.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "maillage.network.context.place_identity",
            ],
            "builtins": ["maillage.core.templatetags.maillage"],
        },
    }
]
FORM_RENDERER = "maillage.core.forms.Renderer"

AUTH_USER_MODEL = "network.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["maillage.network.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent / "locale"]
LANGUAGE_COOKIE_NAME = "maillage_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "media/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_ENGINE = "maillage.core.sessions"
SESSION_COOKIE_NAME = "maillage_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "maillage_csrf"
CSRF_FAILURE_VIEW = "maillage.core.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A file sent stays in memory, six megabytes at most (a telephone's photo): a larger one is not
# kept, none goes to the disk. Each form says how large its own may be.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

MAIL: dict[str, Any] = mail(env("MAILLAGE_MAIL_URL"))
MAIL_FROM = env("MAILLAGE_MAIL_FROM", "maillage@localhost")
SMS_URL = env("MAILLAGE_SMS_URL")
SMS_TOKEN = env("MAILLAGE_SMS_TOKEN")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
