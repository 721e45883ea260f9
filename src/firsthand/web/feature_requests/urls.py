"""The address of feature requests."""

from django.urls import path

from firsthand.web.feature_requests import views

urlpatterns = [path("requests", views.requests, name="requests")]
