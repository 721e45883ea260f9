"""Addresses of help."""

from django.urls import path

from firsthand.web.help import views

urlpatterns = [
    path("help", views.helps, name="helps"),
    path("help/share", views.share, name="help_share"),
    path("help/<int:help_id>", views.help_request, name="help"),
    path("t/<int:ticket_id>/ask-for-help", views.ask_for_help, name="ask_for_help"),
]
