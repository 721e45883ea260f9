"""Addresses of proposals."""

from django.urls import path

from firsthand.web.proposals import views

urlpatterns = [path("proposals", views.proposals, name="proposals")]
