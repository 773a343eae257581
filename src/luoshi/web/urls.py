"""The site's addresses."""

from django.urls import include, path, re_path

from luoshi.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.choose_language, name="language"),
    path("design/", views.show_design, name="design"),
    re_path("^account/(?:signup|email|confirm-email|password/set|password/reset|login/code)/", views.closed),
    path("account/", include("allauth.urls")),
    path("", include("luoshi.web.people.urls")),
    path("", include("luoshi.web.documents.urls")),
    path("", include("luoshi.web.ledger.urls")),
    path("", include("luoshi.web.log.urls")),
]
