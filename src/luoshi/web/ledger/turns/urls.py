"""Addresses of turns, returns, checks and decisions."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoshi.web.ledger.views import checks, decisions, reminders, turn_sheets, turns

turn_urlpatterns: list[URLPattern] = [
    path("campaigns/<int:campaign>/turns/", turns.turns, name="turns"),
    path("campaigns/<int:campaign>/turns/open/", turns.open_one, name="open_turn"),
    path("campaigns/<int:campaign>/turns/plan/", turns.plan, name="plan_turns"),
    path("turns/<int:number>/", turns.turn, name="turn"),
    path("turns/<int:number>/close/", turns.close, name="close_turn"),
    path("turns/<int:number>/sheets.zip", turn_sheets.sheets, name="turn_sheets"),
    path("turns/<int:number>/import/", turn_sheets.look, name="turn_import"),
    path("turns/<int:number>/import/confirm/", turn_sheets.confirm, name="turn_import_confirm"),
    path("turns/<int:number>/units/<int:unit>/", turns.unit_page, name="turn_unit"),
    path("turns/<int:number>/units/<int:unit>/sheet.xlsx", turn_sheets.sheet, name="turn_sheet"),
    path("returns/<int:number>/", turns.return_page, name="return"),
    path("returns/<int:number>/check/", checks.check, name="check"),
    path("returns/<int:number>/files/<str:sha256>/", turns.evidence_file, name="evidence"),
    path("campaigns/<int:campaign>/checks/", checks.checks, name="checks"),
    path("campaigns/<int:campaign>/decisions/", decisions.decisions, name="decisions"),
    path("d/<int:duty>/decide/", decisions.decide, name="decide"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/seen/", reminders.seen, name="reminders_seen"),
    path("closings/<int:number>/files/<str:sha256>/", decisions.closing_file, name="closing_file"),
]
