"""Addresses of log."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "log"
urlpatterns: list[URLPattern] = []
