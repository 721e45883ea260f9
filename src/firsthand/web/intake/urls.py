"""Addresses of the messages that are held for a person."""

from django.urls import path

from firsthand.web.intake import blocked, quarantine

urlpatterns = [
    path("quarantine", quarantine.quarantine_page, name="quarantine"),
    path("quarantine/blocked", blocked.block_list, name="block_list"),
    path("quarantine/<int:raw_id>", quarantine.raw_message, name="raw_message"),
]
