from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "safelight.web"
    label = "web"
