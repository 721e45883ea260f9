"""The address of what waits for the reader."""

from django.urls import path

from firsthand.web.waiting import views

urlpatterns = [path("waiting", views.waiting, name="waiting")]
