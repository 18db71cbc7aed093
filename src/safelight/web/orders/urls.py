from django.urls import path

from safelight.web.orders import views

OF = "people/<uuid:person>/orders"

urlpatterns = [
    path(f"{OF}/", views.orders, name="orders"),
    path(f"{OF}/new/", views.new, name="order_new"),
    path(f"{OF}/<uuid:order>/handover/", views.handover, name="order_handover"),
    path(f"{OF}/<uuid:order>/end/", views.end, name="order_end"),
]
