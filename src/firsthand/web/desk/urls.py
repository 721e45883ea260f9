"""Addresses of the desk's own pages."""

from django.urls import path

from firsthand.web.desk import (
    invitations,
    notices,
    outbox,
    people,
    profile,
    quarantine,
    setting_up,
    settings,
    signing_in,
)

urlpatterns = [
    path("sign-in", signing_in.sign_in, name="sign_in"),
    path("sign-out", signing_in.sign_out, name="sign_out"),
    path("reset", signing_in.forgotten, name="forgotten"),
    path("reset/<str:token>", signing_in.reset, name="reset"),
    path("invitation/<str:token>", invitations.invitation, name="invitation"),
    path("set-up", setting_up.you, name="set_up"),
    path("set-up/mailbox", setting_up.mailbox, name="set_up_mailbox"),
    path("set-up/book", setting_up.book, name="set_up_book"),
    path("profile", profile.profile, name="profile"),
    path("people", people.people, name="people"),
    path("people/<int:person_id>", people.person, name="person"),
    path("people/invitations", people.invite, name="invite"),
    path("people/invitations/<int:invitation_id>/withdraw", people.withdraw, name="withdraw"),
    path("quarantine", quarantine.quarantine, name="quarantine"),
    path("quarantine/<int:raw_id>", quarantine.raw_message, name="raw_message"),
    path("outbox", outbox.outbox, name="outbox"),
    path("outbox/<int:outbox_id>", outbox.mail, name="outbox_mail"),
    path("settings", settings.settings_page, name="settings"),
    path("settings/mailboxes/new", settings.new_mailbox, name="new_mailbox"),
    path("settings/mailboxes/<int:mailbox_id>", settings.mailbox, name="mailbox"),
    path("notices", notices.notices, name="notices"),
]
