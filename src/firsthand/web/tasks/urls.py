"""The address of one's tasks."""

from django.urls import path

from firsthand.web.tasks import views

urlpatterns = [path("tasks", views.tasks, name="tasks")]
