"""Addresses of consequences."""

from django.urls import path

from firsthand.web.consequences import views

urlpatterns = [
    path("consequences", views.consequences, name="consequences"),
    path("consequences/<int:round_id>", views.consequence_round, name="consequence_round"),
    path("consequences/of/<int:subject_id>", views.consequences_of, name="consequences_of"),
]
