"""One settings file. Production names itself by environment variables (README, "Setting up for real")."""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"

TESTING = "pytest" in sys.modules
# A database of one's own means real data: everything strict. Without one this is a trial on 127.0.0.1.
PRODUCTION = bool(env("DATABASE_URL", default="")) and not TESTING
DEBUG = False


def local_secret_key() -> str:
    """Made once a checkout and never committed, so that a restart signs nobody out of the trial."""
    path = LOCAL_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


if PRODUCTION:
    SECRET_KEY = env("SECRET_KEY")
    # After a change of the key: the old one, or nobody's second factor can be read.
    SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
else:
    SECRET_KEY = local_secret_key()
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "pghistory",
    "pgtrigger",
    "template_partials",
    "documents",
    "accounts",
    "units",
    "assignments",
    "meetings",
    "surveys",
    "scoring",
    "calendars",
    "imports",
    "people",
    "reminders",
    "tuyenvan",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tuyenvan.middleware.FragmentMiddleware",
    "tuyenvan.middleware.SignInAgainMiddleware",
    "tuyenvan.middleware.HostileInputMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.IdleMiddleware",
    "units.middleware.ActorMiddleware",
    "people.middleware.SecondFactorMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "tuyenvan.urls"
WSGI_APPLICATION = "tuyenvan.wsgi.application"
FORM_RENDERER = "tuyenvan.forms.Renderer"

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
                "tuyenvan.frame.frame",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

EMBEDDED_POSTGRES_DIR = LOCAL_DIR / ("postgres-test" if TESTING else "postgres")
# What a test writes is thrown away, so the disk need not confirm it.
EMBEDDED_POSTGRES_SQL = "ALTER SYSTEM SET fsync = off;\nSELECT pg_reload_conf();\n" if TESTING else ""
if env("DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("DATABASE_URL")}
else:
    DATABASES = {
        "default": {"ENGINE": "tuyenvan.embedded_postgres", "NAME": env("DATABASE_NAME", default="postgres")}
        | {"USER": "postgres"}
    }
# Whoever serves pages or works on keeps connections at hand. A command that comes and goes has no pool: told of a wrong
# address, that would try for half a minute.
COMES_AND_GOES = PRODUCTION and Path(sys.argv[0]).name == "manage.py" and "worker" not in sys.argv
if not TESTING and not COMES_AND_GOES:
    DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {"pool": True}
DATABASES["default"]["TEST"] = {"NAME": env("TEST_DATABASE_NAME", default="test_tuyenvan")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # In the database, because several web processes share the counting of failed sign-ins.
    # At MAX_ENTRIES (300, if nothing else is said) it throws a third away, running locks too.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# What takes long is put into the database and done by `manage.py worker`; a test does it at once.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend"
    }
}

# EMAIL_URL names the mail server, "smtp+tls://name:password@host:587". Without one mail is put into files: nobody real
# is written to by a trial, and production sends nothing before it is set up.
SENDS_MAIL = bool(env("EMAIL_URL", default=""))
if SENDS_MAIL:
    mail_server = env.email_url("EMAIL_URL")
    if mail_server["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
        mail_server["EMAIL_BACKEND"] = "reminders.post.EmailBackend"
    usual_port = 465 if mail_server.get("EMAIL_USE_SSL") else 587 if mail_server.get("EMAIL_USE_TLS") else 25
    mail_server["EMAIL_PORT"] = mail_server["EMAIL_PORT"] or usual_port
    vars().update(mail_server)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = LOCAL_DIR / "mail"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="tuyenvan@localhost")
# How the program is reached from outside: links in mail begin with it.
SITE_URL = env("SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "people.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The adapters of the upper room know the roles; accounts, below, knows none.
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.NewPasswordForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
# domain.md, "Law that binds it": five tries, then a quarter of an hour; counted per name, and loosely per address:
# a hall full of secretaries signs in behind one address.
SIGN_IN_TRIES = env.int("SIGN_IN_TRIES", default=5)
LOCK_MINUTES = env.int("LOCK_MINUTES", default=15)
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": f"10/m/ip,{SIGN_IN_TRIES}/{LOCK_MINUTES}m/key"}
# Not required in the trial, so that the demo stays one password an account; a test asks for it where it is about it.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=PRODUCTION)
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=["office", "office_head", "standing", "sysadmin"])
MFA_ADAPTER = "people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "accounts.forms.ActivateCodeForm",
    "deactivate_totp": "accounts.forms.DeactivateCodeForm",
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A phone's clock may be half a minute off; a used code is refused for as long as it would hold (accounts.forms).
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Tuyen van"
# Signed out when idle: the office and its administrators, and those who work on a phone (by role, people.adapters).
IDLE_MINUTES_OFFICE = env.int("IDLE_MINUTES_OFFICE", default=15)
IDLE_MINUTES_PHONE = env.int("IDLE_MINUTES_PHONE", default=8 * 60)
# 0: never. The demo's accounts outlive a pause.
DISABLE_AFTER_DAYS = env.int("DISABLE_AFTER_DAYS", default=45 if PRODUCTION or TESTING else 0)
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)
# Days until prune_records takes the cells of a file that was sent and never applied; 0: never.
IMPORT_PREVIEW_DAYS = env.int("IMPORT_PREVIEW_DAYS", default=30)
# Behind a proxy all come from its address; the last one it names in X-Forwarded-For is the visitor's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if PRODUCTION else 0)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * max(IDLE_MINUTES_OFFICE, IDLE_MINUTES_PHONE)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["tuyenvan.formats"]

# The right half of every UID in a calendar: fixed, for a program that has read one knows the event by it for ever.
CALENDAR_UID_HOST = env("CALENDAR_UID_HOST", default="tuyenvan.invalid")

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(LOCAL_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]

# The audit trail only grows: the database refuses to change or delete its rows.
PGHISTORY_APPEND_ONLY = True
DJANGO_TABLES2_TEMPLATE = "components/table.html"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
