"""Addresses of saved replies."""

from django.urls import path

from firsthand.web.saved_replies import choosing, views

urlpatterns = [
    path("saved-replies", views.saved_replies, name="saved_replies"),
    path("saved-replies/new", views.new, name="new_saved_reply"),
    path("saved-replies/<int:reply_id>", views.one, name="saved_reply"),
    path("t/<int:ticket_id>/saved", choosing.choose, name="choose_saved_reply"),
]
