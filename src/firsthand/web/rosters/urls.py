"""Addresses of people at work."""

from django.urls import path

from firsthand.web.rosters import views

urlpatterns = [
    path("people/on-duty", views.duty, name="on_duty"),
    path("people/absences", views.absences, name="absences"),
    path("people/<int:person_id>/hours", views.hours, name="hours"),
]
