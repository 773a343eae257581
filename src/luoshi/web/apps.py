from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "luoshi.web"
    label = "web"

    def ready(self) -> None:
        from luoshi.web import checks  # noqa: F401  Registers the checks.
