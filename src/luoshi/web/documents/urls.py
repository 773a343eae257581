"""Addresses of documents."""

from __future__ import annotations

from django.urls import path

from luoshi.web.documents.views import campaigns, coverage, document, overview, relay, uploads

app_name = "documents"
urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new_campaign, name="new_campaign"),
    path("campaigns/<int:number>/", overview.campaign, name="campaign"),
    path("campaigns/<int:number>/change/", campaigns.change_campaign, name="change_campaign"),
    path("campaigns/<int:number>/addressees/", campaigns.name_addressees, name="name_addressees"),
    path("campaigns/<int:number>/addressees/<int:addressee>/drop/", campaigns.drop_addressee, name="drop_addressee"),
    path("campaigns/<int:number>/close/", campaigns.close_campaign, name="close_campaign"),
    path("campaigns/<int:number>/documents/", uploads.documents, name="documents"),
    path("campaigns/<int:number>/documents/upload/", uploads.upload, name="upload"),
    path("campaigns/<int:number>/documents/type/", uploads.type_in, name="type_in"),
    path("campaigns/<int:number>/relay/", relay.relay, name="relay"),
    path("campaigns/<int:number>/relay/<int:document>/<int:unit>/", relay.note, name="note_relay"),
    path("campaigns/<int:number>/relay.xlsx", relay.relay_file, name="relay_file"),
    path("campaigns/<int:number>/coverage/", coverage.coverage, name="coverage"),
    path("documents/<int:number>/", document.document, name="document"),
    path("documents/<int:number>/change/", document.change, name="change_document"),
    path("documents/<int:number>/version/", document.new_version, name="new_version"),
    path("documents/<int:number>/retry/", document.retry, name="retry"),
    path("documents/<int:number>/remove/", document.remove_document, name="remove_document"),
    path("documents/<int:number>/file/<int:version>/", document.file, name="file"),
    path("documents/<int:number>/shared/", coverage.shared, name="shared"),
]
