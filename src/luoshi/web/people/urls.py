"""Addresses of units and people."""

from __future__ import annotations

from django.urls import path

from luoshi.web.people.views import acts, importing, people, units

app_name = "people"
urlpatterns = [
    path("account/mail-address/", acts.own_email, name="own_email"),
    path("units/", units.show_units, name="units"),
    path("units/found/", acts.found_root, name="found_root"),
    path("units/find/", acts.find_units, name="find_units"),
    path("units/import/", importing.take_in_units, name="import"),
    path("units/import/template/", importing.send_template, name="import_template"),
    path("units/<int:unit>/", units.show_unit, name="unit"),
    path("units/<int:unit>/<slug:act>/", acts.act_on_unit, name="act_on_unit"),
    path("posts/<int:post>/<slug:act>/", acts.act_on_post, name="act_on_post"),
    path("holdings/<int:holding>/end/", acts.end_holding, name="end_holding"),
    path("relations/<int:relation>/end/", acts.end_relation, name="end_relation"),
    path("roles/<int:role>/end/", acts.end_role, name="end_role"),
    path("people/", people.show_people, name="people"),
    path("people/find/", acts.find_people, name="find_people"),
    path("people/entries/<int:entry>/take-back/", acts.take_back, name="take_back"),
    path("people/<int:person>/", people.show_person, name="person"),
    path("people/<int:person>/<slug:act>/", acts.act_on_person, name="act_on_person"),
]
