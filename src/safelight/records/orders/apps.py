from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "safelight.records.orders"
    label = "orders"
