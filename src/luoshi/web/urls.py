"""The site's addresses."""

from django.urls import include, path, re_path

from luoshi.web import views
from luoshi.web.ledger.views import log

LOG = [path("campaigns/<int:number>/log/", log.log, name="log"), path("campaigns/<int:number>/log/verify/", log.verify, name="verify")]
"""Pages of the log; who may see a campaign's is decided by folders that the log itself does not know."""

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.choose_language, name="language"),
    path("design/", views.show_design, name="design"),
    re_path("^account/(?:signup|email|confirm-email|password/set|password/reset|login/code)/", views.closed),
    path("account/", include("allauth.urls")),
    path("", include("luoshi.web.people.urls")),
    path("", include("luoshi.web.documents.urls")),
    path("", include("luoshi.web.ledger.urls")),
    path("", include((LOG, "log"))),
]
