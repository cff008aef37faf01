"""Every setting of Anteroom, in one file. Values come from the environment (facilitation/env.py); nothing imports `*`."""

import os
from pathlib import Path

import mnemonic
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from facilitation import env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where we run ---------------------------------------------------------------------------------------------------
DEMO = env.flag("ANTEROOM_DEMO")  # password sign-in, short timings, plain http on localhost; said on every page
ROLE = env.text("ANTEROOM_ROLE", "all")  # which routes this process has; the hardened profile splits them
PROFILE = env.text("ANTEROOM_PROFILE", "embedded")
DATA = Path(env.text("ANTEROOM_DATA", str(BASE_DIR / ".anteroom" / "data")))
KEYSTORE = Path(env.text("ANTEROOM_KEYSTORE", str(DATA / "keystore")))
MASTER_KEY_FILE = Path(env.text("ANTEROOM_MASTER_KEY_FILE", str(DATA / "secrets" / "master.key")))
ORIGIN = env.text("ANTEROOM_ORIGIN", "http://localhost:8000")
SECURE = ORIGIN.startswith("https://")
TRUST_NET_HEADER = env.flag("ANTEROOM_TRUST_NET_HEADER")  # only behind our own proxy, which cuts and overwrites it

DEBUG = False  # never on: an error page with values in it is a leak
SECRET_KEY = env.text("ANTEROOM_SECRET_KEY")
ALLOWED_HOSTS = env.words("ANTEROOM_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [ORIGIN]

# --- What it is made of ---------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "servestatic.runserver_nostatic",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "channels",
    "accounts",
    "dialogues",
    "facilitation",
]

MIDDLEWARE = [
    "facilitation.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "facilitation.urls"
ASGI_APPLICATION = "facilitation.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "facilitation.context.house",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# --- PostgreSQL, Valkey ---------------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": env.text("ANTEROOM_DB_HOST", str(DATA / "run")),
        "PORT": env.text("ANTEROOM_DB_PORT", ""),
        "NAME": env.text("ANTEROOM_DB_NAME", "anteroom"),
        "USER": env.text("ANTEROOM_DB_USER", "anteroom"),
        "PASSWORD": env.text("ANTEROOM_DB_PASSWORD", ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": env.number("ANTEROOM_DB_POOL", 14), "timeout": 10}},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # for tables of the libraries; ours all name a UUID key
DOORBELL_SHARDED = env.flag("ANTEROOM_DOORBELL_SHARDED")  # a channel for each room: for a cluster of several nodes
REDIS_URL = env.text("ANTEROOM_REDIS_URL", f"unix://{DATA / 'run' / 'valkey.sock'}?db=0")
CELERY_BROKER_URL = env.text(
    "ANTEROOM_BROKER_URL", REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
)

# --- Staff sign-in: passkeys; a password only in the demonstration ---------------------------------------------------
AUTH_USER_MODEL = "accounts.StaffMember"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"] if DEMO else ["username*"]  # no password field without it
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # per-address limits of the library keep addresses; ours do not
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds a fresh touch counts for
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.PasswordTouchForm",
}
MFA_ADAPTER = "accounts.adapter.StaffMFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {
    "add_webauthn": "accounts.passkeys.forms.AddPasskeyForm",
    "login_webauthn": "accounts.passkeys.forms.LoginPasskeyForm",
    "reauthenticate_webauthn": "accounts.passkeys.forms.TouchPasskeyForm",
    "authenticate_webauthn": "accounts.passkeys.forms.SecondStepForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TRUST_ENABLED = False
MFA_RATE_LIMITS = False

# --- Cookies and sessions (staff only; participants have a cookie of their own, dialogues/admission) -----------------
SESSION_ENGINE = "accounts.sessions"  # 15 minutes idle, 12 hours at most, no seconds
SESSION_COOKIE_NAME = "__Host-staff" if SECURE else "staff"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_USE_SESSIONS = True
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "facilitation.refusals.csrf_failure"
SEAT_COOKIE_NAME = "__Host-seat" if SECURE else "seat"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024

# --- Headers (the rest are in facilitation/headers.py) ----------------------------------------------------------------
SECURE_SSL_REDIRECT = False  # the proxy redirects; the application is never reached in plain text
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options is set by facilitation/headers.py, on errors and static files too
    "security.W008",  # the proxy redirects to https
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, "'strict-dynamic'"],
        "style-src": [NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "worker-src": [SELF],  # lines of even traffic: a page that is not looked at has slow timers
        "connect-src": [SELF, ORIGIN.replace("http", "ws", 1)],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["anteroom"],
    }
}

# --- Static files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [("bip39", str(Path(mnemonic.__file__).parent / "wordlist"))]  # the words that people keep
STATIC_ROOT = env.text("ANTEROOM_STATIC", str(DATA / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
}

# --- Languages and time: English first, every string marked ------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- Timings of ballots and entry: shortened only in the demonstration, and said on the page ----------------------------
TOKEN_PHASE_SECONDS = env.number("ANTEROOM_TOKEN_PHASE_SECONDS", 20 if DEMO else 120)
CAST_WAIT_SECONDS = env.number("ANTEROOM_CAST_WAIT_SECONDS", 3 if DEMO else 60)
SUMMARY_WINDOW_HOURS = env.number("ANTEROOM_SUMMARY_WINDOW_HOURS", 0 if DEMO else 24)
COMMENT_WINDOW_HOURS = env.number("ANTEROOM_COMMENT_WINDOW_HOURS", 0 if DEMO else 48)
JOIN_WINDOW_MINUTES = env.number("ANTEROOM_JOIN_WINDOW_MINUTES", 120)
SWEEP_SECONDS = env.number("ANTEROOM_SWEEP_SECONDS", 2 if DEMO else 10)

# --- How much one seat may say and ask (anonymity.md 10.4); raised only to measure --------------------------------------
SEAT_MESSAGES_A_MINUTE = env.number("ANTEROOM_SEAT_MESSAGES_A_MINUTE", 20)
SEAT_MESSAGES_AT_ONCE = env.number("ANTEROOM_SEAT_MESSAGES_AT_ONCE", 5)
SEAT_FLAGS_A_DAY = env.number("ANTEROOM_SEAT_FLAGS_A_DAY", 5)
SEAT_FRAMES_A_MINUTE = env.number("ANTEROOM_SEAT_FRAMES_A_MINUTE", 120)

# --- Even traffic (anonymity.md 10.3): one frame a tick on every line; shortened only to measure ------------------------
EVEN_TICK_MS = env.number("ANTEROOM_EVEN_TICK_MS", 5000)

# --- Mail and errors: nothing personal leaves by accident ----------------------------------------------------------------
ADMINS: list[tuple[str, str]] = []
MANAGERS: list[tuple[str, str]] = []
EMAIL_HOST = env.text("ANTEROOM_MAIL_HOST", "")  # empty: no mail is ever sent
MAIL_ON = bool(EMAIL_HOST)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL_ON else 'dummy'}.EmailBackend"
EMAIL_PORT = env.number("ANTEROOM_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("ANTEROOM_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("ANTEROOM_MAIL_PASSWORD", "")
MAIL_TLS = env.text("ANTEROOM_MAIL_TLS", "starttls")  # starttls, tls, or none for a server on this machine
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_TLS == "starttls", MAIL_TLS == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("ANTEROOM_MAIL_FROM", "anteroom@localhost")

# --- Web hooks: only to hosts that the installation names; none are named, none are called ------------------------------
WEBHOOK_HOSTS = env.words("ANTEROOM_WEBHOOK_HOSTS")  # hook.example.org, or .example.org for all beneath it
WEBHOOK_INSIDE = env.words("ANTEROOM_WEBHOOK_INSIDE")  # of these, the hosts that may lie in a private network
WEBHOOK_CA_FILE = env.text("ANTEROOM_WEBHOOK_CA_FILE", "")  # certificates of one's own authority

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_values": {"()": "facilitation.logs.NoValues"}},
    "formatters": {"plain": {"()": "facilitation.logs.Plain"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["no_values"], "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.server": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
        "uvicorn.access": {"level": "CRITICAL"},
    },
}

os.environ.setdefault("PSYCOPG_IMPL", "binary")
