"""Addresses of the messages that are held for a person."""

from django.urls import path

from firsthand.web.intake import quarantine

urlpatterns = [
    path("quarantine", quarantine.quarantine_page, name="quarantine"),
    path("quarantine/<int:raw_id>", quarantine.raw_message, name="raw_message"),
]
