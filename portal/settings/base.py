"""Everything that is true everywhere; the other settings files start from this one."""

from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from . import env, sign_in
from .sign_in import *  # noqa: F403  (the same settings, in two files)

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / env.text("VAR_DIR", "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
DEMO = False  # True only where fictional people may sign in with the password "demo"

INSTALLED_APPS = [
    # the rooms, lowest first
    "casework.core",
    "casework.directory",
    "casework.contacts",
    "casework.positions",
    "casework.cases",
    "casework.dispatch",
    "casework.letters",
    "casework.intake",
    "casework.records",
    "casework.insight",
    "home",
    "portal",
    # Wagtail
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "casework.directory.apps.StaffConfig",  # wagtail.users, on our screens
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "captcha",
    *sign_in.APPS,
    # Django
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.csp.ContentPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # outside of those that answer themselves
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.PageLanguageMiddleware",
    "portal.middleware.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *sign_in.MIDDLEWARE_AT_THE_DOOR,
    "casework.core.middleware.StockRefusals",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    },
]
# Our own widget templates (the captcha's among them) stand in templates/ like every other.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# ---------------------------------------------------------------- database
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'casework.sqlite3'}"), conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at the start of the transaction: two writers wait instead of failing halfway.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        # What is deleted is written over: an erased word is not to be found in the file.
        " PRAGMA secure_delete=ON;",
    }
else:
    # Nobody waits for a lock without end: the web server would give up first, and say less.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c lock_timeout=20s")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "directory.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# ---------------------------------------------------------------- languages and time
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("fr", _("French"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
# A synced page tree would put English words under /fr/: pages are translated one by one, on purpose.
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "America/Toronto")

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
#: Where the files that people send lie: nowhere that anything is served from, and one place for all machines.
FILES_DIR = BASE_DIR / env.text("FILES_DIR", str(VAR_DIR / "files"))
#: The virus scanner of this machine, the path of its socket or 127.0.0.1:3310; without one, none is expected.
CLAMD = env.text("CLAMD")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # three on the contact form; a few at a time in the library of pictures

# ---------------------------------------------------------------- mail
MAIL_URL = env.text("MAIL_URL", f"mailbox:{VAR_DIR / 'mailbox'}")
globals().update(env.mail(MAIL_URL, base=BASE_DIR))
#: How many days back letters that left are looked at when a line in them is stopped, replaced or ends.
CORRECTION_DAYS = env.number("CORRECTION_DAYS", 30)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("SERVER_EMAIL", "site@localhost")

# ---------------------------------------------------------------- Wagtail
WAGTAIL_SITE_NAME = env.text("SITE_NAME", "Constituent correspondence")
WAGTAILADMIN_BASE_URL = env.text("SITE_URL", "http://127.0.0.1:8000")
WAGTAIL_FINISH_WORKFLOW_ACTION = "casework.core.workflow.finish"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# Days are those of the office: with a clock of one's own, a letter would be due on another day for each who looks.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # a picture service would learn the address of every member of staff
WAGTAIL_ENABLE_UPDATE_CHECK = False  # nothing on this site calls home
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "rtf", "txt", "xlsx"]

# ---------------------------------------------------------------- the step-up captcha (home/captcha.py says why)
CAPTCHA_CHALLENGE_FUNCT = "home.captcha.five_digits"
CAPTCHA_LENGTH = 5
CAPTCHA_TIMEOUT = 24 * 60  # minutes: over twenty hours, so no time limit in the sense of WCAG 2.2.1
CAPTCHA_FONT_SIZE = 48
CAPTCHA_IMAGE_SIZE = (190, 64)  # as captcha/puzzle.html says; the digits stand in the middle
CAPTCHA_LETTER_ROTATION = None
CAPTCHA_NOISE_FUNCTIONS = ("captcha.helpers.noise_null",)
CAPTCHA_FILTER_FUNCTIONS: tuple[str, ...] = ()
CAPTCHA_BACKGROUND_COLOR = "#ffffff"
CAPTCHA_FOREGROUND_COLOR = "#000000"
CAPTCHA_FLITE_PATH = None

# ---------------------------------------------------------------- security
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "home.views.csrf_failure"  # keeps what was typed; home/views.py says what it lets through
# How many proxies of our own stand in front: the visitor's address is what the outermost of them wrote down.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
# What the history is sealed with, and what it was sealed with before; without one of its own, the SECRET_KEY.
HISTORY_KEY = env.text("HISTORY_KEY")
HISTORY_KEYS_BEFORE = env.listed("HISTORY_KEYS_BEFORE")
# What names and addresses are hashed with for the question whether another office knows somebody; the same without.
KNOWN_KEY = env.text("KNOWN_KEY")
KNOWN_KEYS_BEFORE = env.listed("KNOWN_KEYS_BEFORE")
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows previews in a frame of its own
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # wants DENY above; the previews are the good reason it asks for

# ---------------------------------------------------------------- logging: key=value, never a name, address or text
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portal.log.KeyValueFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    # What Wagtail says at INFO stands in the history already; its tasks tell two lines for every row they index; the
    # library of passkeys tells which key was used.
    "loggers": {name: {"level": "WARNING"} for name in ("wagtail", "django_tasks", "fido2")},
}
