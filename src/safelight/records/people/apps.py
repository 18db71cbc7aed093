from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "safelight.records.people"
    label = "people"
