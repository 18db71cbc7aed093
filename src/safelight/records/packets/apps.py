from django.apps import AppConfig


class PacketsConfig(AppConfig):
    name = "safelight.records.packets"
    label = "packets"
