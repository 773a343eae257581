"""Addresses of ledger."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoshi.web.ledger.seeing.urls import seeing_urlpatterns
from luoshi.web.ledger.turns.urls import turn_urlpatterns
from luoshi.web.ledger.views import desk, duties, imports, lists

app_name = "ledger"
urlpatterns: list[URLPattern] = [
    *turn_urlpatterns,
    *seeing_urlpatterns,
    path("documents/<int:document>/desk/", desk.desk, name="desk"),
    path("documents/<int:document>/desk/act/", desk.act, name="desk_act"),
    path("campaigns/<int:campaign>/desk/", desk.campaign_desk, name="campaign_desk"),
    path("units/suggest/", desk.suggest, name="suggest"),
    path("campaigns/<int:campaign>/duties/", duties.duties, name="duties"),
    path("campaigns/<int:campaign>/duties.xlsx", duties.duties_file, name="duties_file"),
    path("d/<int:duty>/", duties.duty, name="duty"),
    path("d/<int:duty>/act/", duties.act, name="duty_act"),
    path("d/<int:duty>/others/", duties.find_other, name="find_other"),
    path("campaigns/<int:campaign>/list/", lists.list_page, name="list"),
    path("campaigns/<int:campaign>/list/assign/", lists.assign, name="list_assign"),
    path("campaigns/<int:campaign>/list/sign/", lists.sign_list, name="sign"),
    path("campaigns/<int:campaign>/list/draft.docx", lists.draft, name="draft"),
    path("campaigns/<int:campaign>/list/export.xlsx", imports.export, name="export"),
    path("campaigns/<int:campaign>/list/import/", imports.look, name="import"),
    path("campaigns/<int:campaign>/list/import/confirm/", imports.confirm, name="import_confirm"),
    path("campaigns/<int:campaign>/slips/", lists.slips, name="slips"),
    path("campaigns/<int:campaign>/slips/all.docx", lists.slip_file, name="slips_file"),
    path("campaigns/<int:campaign>/slips/<int:unit>.docx", lists.slip_file, name="slip_file"),
    path("campaigns/<int:campaign>/slips/<int:unit>/sent/", lists.send_slip, name="slip_sent"),
    path("lists/<int:number>/", lists.signed, name="signed"),
    path("lists/<int:number>/list.<str:form>", lists.paper, name="paper"),
]
