from django.apps import AppConfig


class LogConfig(AppConfig):
    name = "luoshi.web.log"
    label = "log"
