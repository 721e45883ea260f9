"""Addresses of the inbox, the tickets and what came with them."""

from django.urls import path

from firsthand.web.tickets import actions, customer, files, inbox, receipt, ticket

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("t/<int:ticket_id>", ticket.ticket, name="ticket"),
    path("t/<int:ticket_id>/why", receipt.why, name="why"),
    path("t/<int:ticket_id>/why/as-if", receipt.judge, name="judge_as_if"),
    path("t/<int:ticket_id>/customer", customer.customer, name="customer"),
    path("t/<int:ticket_id>/preview", ticket.preview, name="preview"),
    path("t/<int:ticket_id>/do/<slug:verb>", actions.do, name="do"),
    path("m/<int:message_id>/body", files.body, name="message_body"),
    path("files/<int:attachment_id>/<str:filename>", files.download, name="file"),
]
