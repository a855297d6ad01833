"""Settings of the newsroom, in reading order. What differs between machines comes from the environment."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from csto_site import database, env, mail, practice, secret, static_headers, uploads
from csto_site.places import BASE, IS_PRACTICE, MEDIA, VAR
from monitoring import logs

# --- What kind of run this is --------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", False)
if IS_PRACTICE and (refusal := practice.refusal()):  # docs/practice.md
    raise ImproperlyConfigured(refusal)
PRACTICE_URL = env.text("PRACTICE_URL", "")  # of the practice newsroom, to which the handbook sends newcomers
PRACTICE_EMPTIED_AT = env.integer("PRACTICE_EMPTIED_AT", 3, lowest=0, highest=23)  # o'clock, each night
# The public address of the site, without a slash at the end; by default that of the local server.
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.integer('GRANIAN_PORT', 8000, lowest=1, highest=65535)}")
# The beginning of the identifiers in feeds and wires where the identity (identity/models.py) has none: a host of the
# organization, a comma, and a year in which it owned the host. Never change it, even if SITE_URL changes: every feed
# reader would show everything again.
FEED_AUTHORITY = env.text("FEED_AUTHORITY", "newsroom.example,2026")
HTTPS = env.flag("HTTPS", not database.is_embedded())  # the demo on one's own machine has no certificate
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
SECRET_KEY = secret.key()
SECRET_KEY_FALLBACKS = secret.earlier_keys()
SIGNING_KEY = secret.signing_key()  # Ed25519, in PEM or base64: docs/authenticity.md

# --- Applications --------------------------------------------------------------------------------------------------
# An application imports only from those above it; csto_site mounts them all. tests/test_imports.py holds the table.

NEWSROOM_APPS = [
    "page_cache",
    "publishing",
    "identity",
    "mailing",
    "accounts",
    "photos",
    "council",
    "press",
    "news",
    "pages",
    "search",
    "alerts",
    "syndication",
    "authenticity",
    "moving",
    "readership",
    "monitoring",
    "backups",
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
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    *NEWSROOM_APPS,
    "csto_site",
    "demo",
]

MIDDLEWARE = [
    "monitoring.requests.log_requests",  # outermost: all that the others do is in its figures
    "page_cache.lifetimes.of_every_answer",
    "publishing.request_memory.of_every_request",
    "django.middleware.security.SecurityMiddleware",
    "csto_site.middleware.browser_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "csto_site.bodies.read_bodies",
    "csto_site.middleware.RequestLimitsMiddleware",
    "csto_site.middleware.SessionReadOnceMiddleware",
    "search.refreshing.after_changes",
    "csto_site.language_of_address.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "csto_site.known_browsers.remember_browsers",
    "django.contrib.messages.middleware.MessageMiddleware",
    "desk.sending.once.carried_out_once",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "publishing.rehearsal.RehearsalMiddleware",
    "publishing.visitors.VisitorRoleMiddleware",
    "identity.gate.PartsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "readership.things.said_by_every_answer",
]

ROOT_URLCONF = "csto_site.urls"
WSGI_APPLICATION = "csto_site.wsgi.application"
DESK_PREFIX = "/desk/"
# Requests below these run with the staff's rights in the database, all others with a visitor's: the desk, the endpoints
# of monitoring, and previews for outsiders, whose views check the signed link themselves.
STAFF_PREFIXES = (DESK_PREFIX, "/healthz", "/readyz", "/metrics", "/preview/")

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "publishing.templatetags.render_once"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csto_site.context.site",
                "identity.context.identity",
            ],
        },
    },
]

# --- Database and jobs ---------------------------------------------------------------------------------------------

DATABASES = database.settings()
DIRECT_DATABASE = database.direct()  # what differs in DATABASES for those who need a session of their own
PREPARED_STATEMENTS = database.prepares_statements()
IS_BEHIND_POOLER = database.is_behind_pooler()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
VISITOR_ROLE = "newsroom_visitor"  # publishing/sql/visitors_role.sql
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "csto_site.worker.on_app_ready"

# --- Pages in memory -----------------------------------------------------------------------------------------------
# Each process caches public pages (page_cache/layer.py); 0 megabytes: none.

PAGE_CACHE_MEGABYTES = env.integer("PAGE_CACHE_MEGABYTES", 0 if DEBUG else 96, lowest=0, highest=65536)
if "replica" in DATABASES and not PAGE_CACHE_MEGABYTES:
    raise ImproperlyConfigured(
        "DATABASE_REPLICA_URL needs pages in memory, which know how far a replica must have come. "
        "Set PAGE_CACHE_MEGABYTES, or take DATABASE_REPLICA_URL away."
    )
# How many pages are made anew after a change before anybody asks for them (page_cache/warming.py).
PAGE_CACHE_WARMED = env.integer("PAGE_CACHE_WARMED", 100, lowest=0, highest=10_000)
PAGE_CACHE_NOT_BELOW = (*STAFF_PREFIXES, "/static/")
# The hosts of ordinary requests; pages for other spellings of the host share the small part for addresses with queries.
PAGE_CACHE_HOSTS = {urlsplit(SITE_URL).netloc, *ALLOWED_HOSTS}
# Tables that visitors may not read directly, but whose content pages show.
PAGE_CACHE_TABLES = ("search_entry",)
# Tables without a range whose new rows only add something to what visitors see; elsewhere they may end something.
PAGE_CACHE_ADDED_TO = (
    "authenticity_entry", "authenticity_issuedfile", "authenticity_seal", "authenticity_statement",
    "moving_oldaddress", "news_article", "news_serialnumber", "photos_rendition",
)  # fmt: skip
# Tables whose rows are seen with one table alone, whatever else they name: {table: (table, column)}.
PAGE_CACHE_SEEN_WITH = {"news_subject": ("news_edition", "edition_id"), "news_quote": ("news_article", "article_id")}
# Tables without a range whose rows nobody sees before something else shows them: the condition on the key $2.
PAGE_CACHE_SEEN = {
    "news_article": "EXISTS (SELECT FROM news_edition WHERE article_id = $2 AND live_from IS NOT NULL)",
}

# Whether it is counted what is read (docs/readers.md).
COUNT_READINGS = env.flag("COUNT_READINGS", True)

# --- Languages and time --------------------------------------------------------------------------------------------
# A further language is one more line here and its catalogue in locale/.

LANGUAGES = [("ru", "Русский"), ("en", "English")]
LANGUAGE_CODE = "ru"
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/Moscow")  # the press office's clock; the database keeps UTC
FORMAT_MODULE_PATH = ["csto_site.formats"]

# --- Files ---------------------------------------------------------------------------------------------------------
# Uploads have no address of their own: views send them after querying the database. Hence no MEDIA_URL.

MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(MEDIA)))
STATIC_URL = "/static/"
HANDBOOK = BASE / "docs" / "handbook"  # a folder of pages for each language, and their pictures
RUNBOOKS = BASE / "docs" / "runbooks"  # a folder of pages for each language: what to do about each alarm
STATICFILES_DIRS = [BASE / "static", ("handbook", HANDBOOK / "screens")]
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": uploads.storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "csto_site.static_storage.BundledManifestStorage"
    },
}
STATIC_COMPRESSED = not database.is_embedded()  # it takes seconds, and on one's own machine nothing is sent far
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers.add
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "png", "webp", "avif", "gif", "zip", "gz", "br", "woff", "woff2", "map"]
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an article with sixty photos has six fields a photo and language
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# --- How much and how often ----------------------------------------------------------------------------------------
# Larger bodies are refused before they are read (csto_site/bodies.py). Only the views named below accept files, those
# of the desk only from staff.

MAX_BODY_BYTES = 1_000_000  # of a form of the public pages
MAX_DESK_BODY_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE
# To the desk, from a browser in which nobody has ever logged in: a log-in, or an article without files.
MAX_ANONYMOUS_BODY_BYTES = 2_000_000
MAX_ANONYMOUS_FORMS = 4  # to the desk without a log-in, of more than SMALL_FORM_BYTES
SMALL_FORM_BYTES = 50_000
THREADS = env.integer("GRANIAN_BLOCKING_THREADS", 32, lowest=1)
# Threads that may wait for slow bodies of staff, and as many again for everybody else.
MAX_SLOW_BODIES = max(1, THREADS // 4)
# Pages that are made for readers at once, and requests that wait for their turn (csto_site/admission.py).
READERS_AT_ONCE = min(4, max(1, THREADS // 2))
READERS_WAITING = max(2, THREADS // 4)
STRANGERS_AT_ONCE = min(2, READERS_AT_ONCE)  # at the desk, from browsers in which nobody has ever logged in
MAX_UPLOAD_BYTES = {
    "press:enquiry": 25_000_000, "desk:press_enquiry_change": 25_000_000, "authenticity:verify": 31_000_000,
} | dict.fromkeys(
    [
        "desk:news_article_add", "desk:news_article_change", "desk:news_article_row", "desk:news_article_from_word",
        "desk:photos_photo_add", "desk:photos_photo_upload", "desk:photos_photo_replace",
        "desk:council_meeting_photo", "desk:council_meeting_photos",
        "desk:council_document_add", "desk:council_document_change", "desk:moving_import_upload",
    ],
    600_000_000,
)  # fmt: skip
# Requests a minute of one client to one process for views that cost more than a page; cached pages are not counted.
# RATE_LIMITS=0 leaves rate limits to a proxy in front, except for the API.
API_TIMES_A_MINUTE = env.integer("API_TIMES_A_MINUTE", 600, lowest=1)
MAX_REQUESTS_PER_MINUTE = {
    "search:results": 120,
    "search:suggestions": 600,
    "feeds:search": 120,
    "news:comparison": 120,
    "news:pdf": 60,
    "news:meeting-pdf": 60,
    "news:kit": 60,
    "news:meeting-kit": 60,
    "robots:oembed": 300,
}
if not env.flag("RATE_LIMITS", True):
    MAX_REQUESTS_PER_MINUTE = {}

BACKUPS = Path(env.text("BACKUPS", str(VAR / "backups")))  # better on another disk; docs/backups.md
CRAWLS = VAR / "crawls"  # websites as `import_site` has fetched them
# The wish of the demo's administrator, which script/server carries out.
START_EMPTY = VAR / "start-empty" if database.is_embedded() and not IS_PRACTICE else None
OLD_SITES = Path(env.text("OLD_SITES", str(VAR / "moving")))  # what the desk may read; docs/moving.md

# --- Mail ----------------------------------------------------------------------------------------------------------
# Without EMAIL_URL every email becomes a file in var/mail. docs/mail.md says more.

globals().update(mail.settings())
MAIL_FROM = mail.address("MAIL_FROM", "press@newsroom.example")  # the sender
MAIL_BOUNCES = mail.address("MAIL_BOUNCES", "")  # where mail servers send bounces
MAIL_KEPT_DAYS = env.integer("MAIL_KEPT_DAYS", 30, lowest=1, highest=3650)  # then the content of emails is erased

# --- Notices to browsers of staff -----------------------------------------------------------------------------------
# docs/operations.md says more. Without the key none are offered.

PUSH_KEY = secret.push_key()
# The services of browsers to which notices may be sent: hosts, and with a dot before it all below.
PUSH_SERVICES = env.names(
    "PUSH_SERVICES",
    ["fcm.googleapis.com", "updates.push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"],
)

# --- Who may enter -------------------------------------------------------------------------------------------------

LOGIN_URL = "desk:login"
LOGIN_REDIRECT_URL = "desk:index"
# Everybody who can publish needs a second factor (accounts/second_factor.py); the demo works without.
SECOND_FACTOR = env.flag("SECOND_FACTOR", not database.is_embedded())
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "identity.rights.PartsBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_RESET_TIMEOUT = 60 * 60
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:  # with this prefix browsers accept the cookie only from this host over HTTPS, not from a subdomain
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
KNOWN_BROWSER_COOKIE_NAME = "__Host-known" if HTTPS else "known"  # a browser in which staff has logged in
KNOWN_BROWSER_COOKIE_AGE = 30 * 24 * 60 * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
CSRF_FAILURE_VIEW = "desk.coediting.expired_forms.refused_token"

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are entered by administrators
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 the name of a class
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # 30-second periods by which a telephone's clock may be wrong
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "accounts.forms.ActivateTOTPForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.EditPasskeyForm",
}
# allauth counts in the cache, which each process has for itself; django-axes counts in the database.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
AXES_HANDLER = "accounts.lockout.Handler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username", "ip_address"]
LOCKED_AFTER = [5, 20, 20]  # wrong passwords and codes, for each of these three
AXES_FAILURE_LIMIT = LOCKED_AFTER[0]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # otherwise further attempts would lock out the owner for ever
AXES_LOCKOUT_CALLABLE = "accounts.lockout.answer"
AXES_USERNAME_CALLABLE = "accounts.lockout.name"
AXES_CLIENT_IP_CALLABLE = "accounts.places.address"
AXES_SENSITIVE_PARAMETERS = [
    "username", "ip_address", "oldpassword", "password1", "password2", "code", "credential", "kept",
    "csrfmiddlewaretoken",
]  # fmt: skip
AXES_DISABLE_ACCESS_LOG = True  # accounts.events writes it
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

# --- What browsers may do ------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|readyz/node|metrics)$"]  # requested directly, without the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
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
        "upgrade-insecure-requests": HTTPS,
    }
}
# The contact for vulnerabilities in /.well-known/security.txt: an email address or a page.
SECURITY_CONTACT = env.text("SECURITY_CONTACT", f"mailto:{MAIL_FROM}")

# --- The editor ----------------------------------------------------------------------------------------------------
# publishing/html.py defines which HTML is allowed.

# Each tool stands in one group; static/js/desk-editor.js says which of them are in sight.
DJANGO_PROSE_EDITOR_MENU_GROUPS = [
    {"group": name}
    for name in ["headings", "marks", "link", "lists", "nodes -headings -lists", "table", "history", "utility"]
]
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": ["/static/js/word-paste.js"], "extensions": {"WordPaste": lambda config, shared: None}},
    {"js": ["/static/js/photo-in-text.js"], "extensions": {"PhotoInText": lambda config, shared: None}},
]

# --- Logs ----------------------------------------------------------------------------------------------------------

# monitoring/logs.py removes what logs must not contain.

LOG_FORMAT = env.one_of("LOG_FORMAT", ["json", "lines"], "lines" if DEBUG or database.is_embedded() else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"ours": {"()": "monitoring.logs.Formatter", "as_json": LOG_FORMAT == "json"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "ours"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO" if LOG_FORMAT == "json" else "WARNING")},
    "loggers": {
        "django": {"handlers": []},  # Django's own handlers do not use our formatter
        "django.request": {"level": "ERROR"},  # every request has its line already
        "django.db.backends": {"level": "INFO"},  # DEBUG would log the content of rows
        "axes": {"level": "CRITICAL"},  # it logs names and addresses; accounts.events stores them in rows
        "procrastinate.jobs": {"level": "WARNING"},  # lines at the beginning and end of each job are enough
        # Otherwise every command would log the list of all jobs.
        "procrastinate.periodic": {"level": "WARNING"},
        "procrastinate.blueprints": {"level": "WARNING"},
    },
}

# --- Monitoring ----------------------------------------------------------------------------------------------------
# docs/monitoring.md says what to monitor and what to do.

METRICS_TOKEN = env.secret("METRICS_TOKEN", "", shortest=16)  # without it, /metrics answers only this machine
DISK_LOW_PERCENT = env.integer(
    "DISK_LOW_PERCENT", 10, lowest=0, highest=100
)  # free space below which a disk counts as nearly full
PROCRASTINATE_WORKER_DEFAULTS = {"task_middleware": [logs.of_job]}
