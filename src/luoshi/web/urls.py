"""The site's addresses."""

from django.urls import include, path

from luoshi.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.choose_language, name="language"),
    path("account/", include("allauth.urls")),
    path("", include("luoshi.web.people.urls")),
    path("", include("luoshi.web.documents.urls")),
    path("", include("luoshi.web.ledger.urls")),
    path("", include("luoshi.web.log.urls")),
]
