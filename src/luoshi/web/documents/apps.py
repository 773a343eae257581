from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "luoshi.web.documents"
    label = "documents"
