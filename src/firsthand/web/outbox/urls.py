"""Addresses of mail on its way out."""

from django.urls import path

from firsthand.web.outbox import views

urlpatterns = [
    path("outbox", views.outbox, name="outbox"),
    path("outbox/<int:delivery_id>", views.mail, name="outbox_mail"),
]
