from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "luoshi.web.people"
    label = "people"
