"""Addresses of ledger."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoshi.web.ledger.views import desk

app_name = "ledger"
urlpatterns: list[URLPattern] = [
    path("documents/<int:document>/desk/", desk.desk, name="desk"),
    path("documents/<int:document>/desk/act/", desk.act, name="desk_act"),
    path("campaigns/<int:campaign>/desk/", desk.campaign_desk, name="campaign_desk"),
    path("units/suggest/", desk.suggest, name="suggest"),
]
