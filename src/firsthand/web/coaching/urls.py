"""Addresses of an account's coaching."""

from django.urls import path

from firsthand.web.coaching import views

urlpatterns = [
    path("a/<int:account_id>/plan", views.plan, name="plan"),
    path("coaching/<int:subject_id>", views.step, name="coaching_step"),
]
