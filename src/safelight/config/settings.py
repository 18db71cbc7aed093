"""Django settings, read from the table in `options`."""

from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from safelight.config.logs import LOGGING as LOGGING
from safelight.config.options import option

PACKAGE = Path(__file__).parents[1]
DEBUG = False
DEMO = option("SAFELIGHT_DEMO") == "1"
SECRET_KEY = option("SAFELIGHT_SECRET_KEY") or "not-set"
MASTER_KEY = option("SAFELIGHT_MASTER_KEY")
PAYEE = option("SAFELIGHT_PAYEE")
PUBLIC_CONTACTS = tuple(
    part.strip() for part in option("SAFELIGHT_PUBLIC_CONTACTS").split(";") if part
)
INSTRUMENTS = option("SAFELIGHT_INSTRUMENTS")
ALLOWED_HOSTS = option("SAFELIGHT_HOSTS").split(",")
METRICS_TOKEN = option("SAFELIGHT_METRICS_TOKEN")
RELEASE_DAYS = int(option("SAFELIGHT_RELEASE_DAYS"))
RELEASE_CAP_DAYS = int(option("SAFELIGHT_RELEASE_CAP_DAYS"))

INSTALLED_APPS = [
    "safelight.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "safelight.accounts",
    "safelight.ledger",
    "safelight.records.people",
    "safelight.records.cases",
    "safelight.records.notes",
    "safelight.records.documents",
    "safelight.records.compelled",
    "safelight.records.advocacy",
    "safelight.records.agreements",
    "safelight.records.releases",
    "safelight.records.packets",
    "safelight.records.retention",
    "safelight.records.registry",
    "safelight.records.support",
    "safelight.records.incidents",
    "safelight.records.protection",
    "safelight.records.plans",
    "safelight.records.teams",
    "safelight.records.orders",
]
MIDDLEWARE = [
    "safelight.web.middleware.timing",
    "safelight.web.middleware.headers",
    "safelight.web.middleware.plain_text",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "safelight.web.middleware.access",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "safelight.config.urls"
WSGI_APPLICATION = "safelight.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "safelight.web.context.page",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """A PostgreSQL address as Django wants it; values are bound by the server."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": {"server_side_binding": True},
    }


DATABASES = {
    "default": database(option("DATABASE_URL")),
    "owner": database(option("OWNER_DATABASE_URL")),
}
DATABASES["default"]["TEST"] = {"MIRROR": "owner"}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASE_ROUTERS = ["safelight.accounts.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "rate_limit",
        "KEY_FUNCTION": "safelight.accounts.cache_keys.keyed",
    }
}

# What is uploaded never touches a temporary file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 30_000_000

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator"
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "work"
ACCOUNT_LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "safelight.web.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "search": "30/m/user",
    "unlock": "5/5m/user",
}
MFA_ADAPTER = "safelight.web.signin.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "safelight.web.signin.forms.AddPasskeyForm"}
MFA_TOTP_ISSUER = "Staff sign-in"

SESSION_COOKIE_AGE = 60 * int(option("SAFELIGHT_IDLE_MINUTES"))
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
HTTPS = option("SAFELIGHT_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "safelight.web.errors.csrf_failure"
FORM_RENDERER = "safelight.web.forms.Renderer"

STATIC_URL = "static/"
KEY_AGENT = option("SAFELIGHT_KEY_AGENT")
LOCK_AFTER_MINUTES = int(option("SAFELIGHT_LOCK_AFTER_MINUTES"))
STATIC_ROOT = option("SAFELIGHT_STATIC_ROOT") or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
USE_TZ = True
TIME_ZONE = option("SAFELIGHT_TIME_ZONE")
LANGUAGE_CODE = "en-us"
PROCRASTINATE_IMPORT_PATHS = ["safelight.disclosure.jobs"]
PROCRASTINATE_DATABASE_ALIAS = "default"
