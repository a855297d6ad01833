"""The root URLconf. Public pages are below their language, the desk and files are not."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from csto_site import views
from csto_site.security_txt import security_txt

handler400 = "csto_site.errors.bad_request"
handler404 = "moving.views.page_not_found"
handler500 = "csto_site.errors.server_error"

urlpatterns = [
    path(settings.DESK_PREFIX.strip("/") + "/language/", include("django.conf.urls.i18n")),
    path(settings.DESK_PREFIX.strip("/") + "/account/", include("accounts.urls")),
    path(settings.DESK_PREFIX.strip("/") + "/welcome/", include("desk.welcome.urls")),
    path(settings.DESK_PREFIX.strip("/") + "/login/", admin.site.login, name="account_login"),
    path(settings.DESK_PREFIX.lstrip("/"), admin.site.urls),
    path("", include("monitoring.urls")),
    path("identity/", include("identity.urls")),
    path("photos/", include("photos.file_urls")),
    path("preview/", include("desk.previews.urls")),
    path("api/v1/", include("syndication.api_urls")),
    path("wires/", include("syndication.wire_urls")),
    path("", include("syndication.robot_urls")),
    path("", include("authenticity.well_known_urls")),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("news/", include("news.urls")),
        path("topics/", include("news.topic_urls")),
        path("council/", include("council.urls")),
        path("photos/", include("photos.urls")),
        path("press/week/", include("news.week.urls")),
        path("press/", include("press.urls")),
        path("search/", include("search.urls")),
        path("feeds/", include("syndication.feed_urls")),
        path("follow/", include("syndication.follow_urls")),
        path("alerts/", include("alerts.urls")),
        path("verify/", include("authenticity.urls")),
        path("", include("pages.urls")),  # the last: any other address may be that of a standing page
    ),
]
