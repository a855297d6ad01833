"""Settings of the newsroom, in reading order. What differs between machines comes from the environment."""

from pathlib import Path

from csto_site import database, env, mail, secret, uploads
from csto_site.places import BASE, MEDIA, VAR

# --- What kind of run this is --------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", False)
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000")  # how the outside addresses us; no slash at the end
# By what feeds and wires name every entry in all the world: a host of the organization, a comma, a year in which
# it was theirs. Never change it, whatever becomes of SITE_URL: every reader of a feed would get everything again.
FEED_AUTHORITY = env.text("FEED_AUTHORITY", "odkb-csto.org,2026")
HTTPS = env.flag("HTTPS", not database.is_embedded())  # the demo on one's own machine has no certificate
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
SECRET_KEY = secret.key()

# --- Applications --------------------------------------------------------------------------------------------------
# An application imports only from those above it; csto_site mounts them all. tests/test_imports.py holds the table.

NEWSROOM_APPS = [
    "page_cache",
    "publishing",
    "mailing",
    "photos",
    "council",
    "press",
    "news",
    "search",
    "alerts",
    "syndication",
    "desk",
]

INSTALLED_APPS = [
    "csto_site.apps.DeskConfig",  # django.contrib.admin with our site as its default
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "procrastinate.contrib.django",
    *NEWSROOM_APPS,
    "csto_site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csto_site.middleware.browser_permissions",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "publishing.rehearsal.RehearsalMiddleware",
    "publishing.visitors.VisitorRoleMiddleware",
]

ROOT_URLCONF = "csto_site.urls"
WSGI_APPLICATION = "csto_site.wsgi.application"
DESK_PREFIX = "/desk/"
# Requests below these run with the staff's rights in the database, all others as the visitor: the desk, the page that
# watches the whole newsroom, and what outsiders are shown by signed link, which their views check by themselves.
STAFF_PREFIXES = (DESK_PREFIX, "/healthz", "/preview/")

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "publishing.templatetags.constants"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csto_site.context.site",
            ],
        },
    },
]

# --- Database and jobs ---------------------------------------------------------------------------------------------

DATABASES = database.settings()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
VISITOR_ROLE = "newsroom_visitor"  # made by a migration of publishing
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "csto_site.worker.on_app_ready"

# --- Pages in memory -----------------------------------------------------------------------------------------------
# Public pages are kept ready in each process (page_cache/layer.py); 0 megabytes: none is.

PAGE_CACHE_MEGABYTES = env.integer("PAGE_CACHE_MEGABYTES", 0 if DEBUG else 96, lowest=0, highest=65536)
PAGE_CACHE_NOT_BELOW = (*STAFF_PREFIXES, "/static/", "/photos/")
# What visitors are shown of tables that they may not read themselves.
PAGE_CACHE_TABLES = ("search_entry",)

# --- Languages and time --------------------------------------------------------------------------------------------
# A further language is one more line here and its catalogue in locale/.

LANGUAGES = [("ru", "Русский"), ("en", "English")]
LANGUAGE_CODE = "ru"
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Moscow"  # the press office's clock; the database keeps UTC
FORMAT_MODULE_PATH = ["csto_site.formats"]

# --- Files ---------------------------------------------------------------------------------------------------------
# Uploads have no address of their own: views hand them out after asking the database. Hence no MEDIA_URL.

MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(MEDIA)))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "static"]
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": uploads.storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "csto_site.static_storage.BundledManifestStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "png", "webp", "avif", "gif", "zip", "gz", "br", "woff", "woff2", "map"]
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an article with sixty photos has six fields a photo and language
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# --- Mail ----------------------------------------------------------------------------------------------------------
# Without EMAIL_URL every letter becomes a file in var/mail. docs/mail.md says more.

globals().update(mail.settings())
MAIL_FROM = mail.address("MAIL_FROM", "press@newsroom.example")  # whom letters come from
MAIL_BOUNCES = mail.address("MAIL_BOUNCES", "")  # where mail servers send back what they cannot deliver
MAIL_KEPT_DAYS = env.integer("MAIL_KEPT_DAYS", 30, lowest=1, highest=3650)  # then letters are emptied

# --- Who may enter -------------------------------------------------------------------------------------------------

LOGIN_URL = "desk:login"
LOGIN_REDIRECT_URL = "desk:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
CSRF_FAILURE_VIEW = "desk.late_forms.refused_token"

# --- What browsers may do ------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- The editor ----------------------------------------------------------------------------------------------------
# What it may write stands in publishing/html.py.

DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": ["/static/js/word-paste.js"], "extensions": {"WordPaste": lambda config, shared: None}},
    {"js": ["/static/js/photo-in-text.js"], "extensions": {"PhotoInText": lambda config, shared: None}},
]

# --- Logs ----------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
