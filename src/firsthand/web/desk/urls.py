"""Addresses of setting the desk up, of its settings and of its addresses."""

from django.urls import path

from firsthand.web.desk import endpoints, restricted, setting_up, settings

urlpatterns = [
    path("set-up", setting_up.you, name="set_up"),
    path("set-up/address", setting_up.address, name="set_up_address"),
    path("set-up/book", setting_up.book, name="set_up_book"),
    path("set-up/roles", setting_up.roles, name="set_up_roles"),
    path("settings", settings.settings_page, name="settings"),
    path("settings/restricted", restricted.restricted, name="restricted"),
    path("settings/addresses/new/<slug:channel>", endpoints.new_endpoint, name="new_endpoint"),
    path("settings/addresses/<int:endpoint_id>", endpoints.endpoint, name="endpoint"),
]
