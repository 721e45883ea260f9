"""Addresses of hand-offs."""

from django.urls import path

from firsthand.web.handoffs import views

urlpatterns = [
    path("handoffs", views.handoffs, name="handoffs"),
    path("handoffs/by-the-book", views.moves, name="moves_by_book"),
    path("handoffs/<int:handoff_id>", views.handoff, name="handoff"),
    path("t/<int:ticket_id>/hand-over", views.hand_over, name="hand_over"),
]
