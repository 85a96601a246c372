"""Which address leads where."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home import views
from home.routing import serve
from home.sitemaps import BothLanguages

handler400 = "home.views.bad_request"
handler403 = "home.views.forbidden"
handler404 = "home.views.not_found"
handler500 = "home.views.server_error"

urlpatterns = [
    path("admin/", include("casework.directory.sign_in.urls")),  # in front: Wagtail's login would ask for no factor
    path("admin/", include("casework.insight.urls")),  # in front: Wagtail's reports, held to what is in sight
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^captcha/sound/(?P<language>en|fr)/(?P<key>\w+)\.wav$", views.captcha_sound, name="captcha-sound"),
    path("captcha/", include("captcha.urls")),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": BothLanguages()}}, name="sitemap"),
]
if settings.DEBUG:
    from django.conf.urls.static import static

    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

# /en/… and /fr/…: two languages, neither of them the one without a prefix. No page is called admin: otherwise what is
# not found in the admin would be looked for among the pages, in the language of the browser.
NO_PAGE = r"^(?!admin/)"
urlpatterns += i18n_patterns(
    path("mailbox/", include("casework.dispatch.urls")),  # where letters arrive while trying out; 404 elsewhere
    path(
        "_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)
    ),  # Wagtail's second door
    re_path(NO_PAGE + wagtail_urls.serve_pattern.removeprefix("^"), serve),
    re_path(NO_PAGE, include(wagtail_urls)),
)
