from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "safelight.records.retention"
    label = "retention"
