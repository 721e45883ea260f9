"""Addresses of questions."""

from django.urls import path

from firsthand.web.questions import views

urlpatterns = [
    path("questions", views.questions, name="questions"),
    path("questions/<int:question_id>", views.question, name="question"),
]
