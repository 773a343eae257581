from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "luoshi.web.ledger"
    label = "ledger"
