"""The site's settings: each from one LUOSHI_… variable, with a default that runs at once on SQLite.

A secret may also be given as a file: LUOSHI_SECRET_KEY_FILE. What is insecure outside the demo is told by a check
(`luoshi.web.checks`) with what to set.
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url

HERE = Path(__file__).parent


def _value(name: str, default: str = "") -> str:
    """The variable LUOSHI_<name>, or the content of the file that LUOSHI_<name>_FILE names."""
    file = os.environ.get(f"LUOSHI_{name}_FILE")
    return Path(file).read_text("utf-8").strip() if file else os.environ.get(f"LUOSHI_{name}", default)


def _yes(name: str, default: str = "no") -> bool:
    return _value(name, default).lower() in ("1", "yes", "true", "on")


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in _value(name, default).split(",") if part.strip()]


DEMO = _yes("DEMO")
DEBUG = _yes("DEBUG")
DATA = Path(_value("DATA", "luoshi-data")).absolute()
"""Where the database (if SQLite) and the files are kept."""
SECRET_KEY = _value("SECRET_KEY", "insecure-demo-key" if DEMO or DEBUG else "not-set")
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEMO or DEBUG else "")
HTTPS = _yes("HTTPS", "no" if DEMO or DEBUG else "yes")
"""Whether the site is reached by https only; `no` is for a closed network, and has to be said."""
CSRF_TRUSTED_ORIGINS = _list("TRUSTED_ORIGINS")
ADDRESS = _value("ADDRESS").rstrip("/")
"""Where people open the site, https://desk.example.org: mails lead there. Without it they name no page."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "luoshi.web.log",
    "luoshi.web.people",
    "luoshi.web.documents",
    "luoshi.web.ledger",
    "luoshi.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "luoshi.web.middleware.ContentPolicy",
    "luoshi.web.middleware.Remembering",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "luoshi.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "luoshi.web.middleware.Seen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luoshi.web.middleware.Trouble",
]
ROOT_URLCONF = "luoshi.web.urls"
WSGI_APPLICATION = "luoshi.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "loaders": [
                ("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", [
                    "django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader",
                ])]),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luoshi.web.context.site",
            ],
            "builtins": ["luoshi.web.templatetags.luoshi"],
        },
    }
]  # fmt: skip

DATABASES = {"default": dj_database_url.parse(_value("DATABASE", f"sqlite:///{DATA / 'luoshi.sqlite3'}"), conn_max_age=600, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Immediate: a writer takes its lock at once, so that two at a time wait for each other and never fail half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000;",
    }
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA / folder, "OPTIONS": {"MAX_ENTRIES": most}}
    for name, folder, most in (("default", "cache", 100_000), ("counts", "cache/counts", 500))
}
# In files, for all server processes: what counts failed sign-ins and used codes must not begin anew in each of them. What boards counted is apart,
# so that it never drives those out.
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Translating a query to machine code takes longer than the site's longest query.
    given = DATABASES["default"].setdefault("OPTIONS", {})     # what the address says besides: sslmode, a socket's folder
    given["options"] = f"{given.get('options', '')} -c jit=off".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": f"luoshi.web.people.passwords.{name}"} for name in ("LongEnough", "UnlikeThePerson", "Uncommon", "NotOnlyDigits")]
if DEMO:      # its passwords are printed: what is quick to check will do
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "luoshi.web.people.signing_in.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "luoshi.web.people.signing_in.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Luoshi"
USERSESSIONS_TRACK_ACTIVITY = True

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "luoshi_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = _value("TIME_ZONE", "Asia/Shanghai")
CLOCK_OFFSET = float(_value("CLOCK_OFFSET", "0")) if DEMO else 0.0
"""Seconds by which the demo's clock is off: it lives in the days of its campaign."""

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = DEMO or DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEMO or DEBUG else "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
UPLOAD_LIMIT = int(_value("UPLOAD_LIMIT", str(50 * 1024 * 1024)))
"""Bytes of one file."""
FILE_UPLOAD_HANDLERS = ["luoshi.web.documents.uploading.LimitedUpload"]
READ_MEMORY = int(_value("READ_MEMORY", "2048"))
"""Megabytes that reading one file may take."""
READ_SECONDS = int(_value("READ_SECONDS", "300"))
"""How long reading one file may take."""
READ_DOCUMENTS = int(_value("READ_DOCUMENTS", "500"))
"""Documents that are taken from one file (a table has one a row)."""
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 400     # sheets of thirty units, and the evidence that they name
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

EMAIL_HOST = _value("MAIL_HOST")
EMAIL_PORT = int(_value("MAIL_PORT", "25"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _value("MAIL_USER"), _value("MAIL_PASSWORD")
EMAIL_USE_TLS = _yes("MAIL_TLS")
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL = _value("MAIL_FROM", "luoshi@localhost")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _yes("BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W009", "security.W020"] if HTTPS else ["security.W009", "security.W020", "security.W004", "security.W008", "security.W012", "security.W016"]
"""W009 (the secret key) and W020 (the hosts) are said by our own checks; the others where a closed network without https was chosen and said (LUOSHI_HTTPS=no)."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}, "luoshi": {"handlers": ["console"], "level": "INFO"}},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
