"""Addresses of setting the desk up, of its settings and of its mailboxes."""

from django.urls import path

from firsthand.web.desk import mailboxes, restricted, setting_up, settings

urlpatterns = [
    path("set-up", setting_up.you, name="set_up"),
    path("set-up/mailbox", setting_up.mailbox, name="set_up_mailbox"),
    path("set-up/book", setting_up.book, name="set_up_book"),
    path("set-up/roles", setting_up.roles, name="set_up_roles"),
    path("settings", settings.settings_page, name="settings"),
    path("settings/restricted", restricted.restricted, name="restricted"),
    path("settings/mailboxes/new", mailboxes.new_mailbox, name="new_mailbox"),
    path("settings/mailboxes/<int:mailbox_id>", mailboxes.mailbox, name="mailbox"),
]
