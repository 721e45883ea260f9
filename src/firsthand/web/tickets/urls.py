"""Addresses of the inbox, the tickets and what came with them."""

from django.urls import path

from firsthand.web.tickets import actions, customer, files, inbox, new, receipt, ticket, unsent

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("new/entered", new.entered, name="enter"),
    path("new/written", new.written, name="write"),
    path("new/contacts", new.contacts, name="known_contacts"),
    path("t/<int:ticket_id>", ticket.ticket, name="ticket"),
    path("t/<int:ticket_id>/why", receipt.why, name="why"),
    path("t/<int:ticket_id>/why/as-if", receipt.judge, name="judge_as_if"),
    path("t/<int:ticket_id>/customer", customer.customer, name="customer"),
    path("t/<int:ticket_id>/preview", ticket.preview, name="preview"),
    path("t/<int:ticket_id>/named", ticket.named, name="named"),
    path("t/<int:ticket_id>/others", ticket.others, name="others"),
    path("t/<int:ticket_id>/unsent/<slug:verb>", unsent.keep, name="unsent"),
    path("t/<int:ticket_id>/do/<slug:verb>", actions.do, name="do"),
    path("m/<int:message_id>/body", files.body, name="message_body"),
    path("pictures/<int:attachment_id>", files.picture, name="picture"),
    path("files/<int:attachment_id>/<str:filename>", files.download, name="file"),
]
