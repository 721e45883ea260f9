"""The address of notices."""

from django.urls import path

from firsthand.web.notices import views

urlpatterns = [path("notices", views.notices, name="notices")]
