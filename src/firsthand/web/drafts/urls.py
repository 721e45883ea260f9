"""Addresses of the studio, where amendments are drafted and published."""

from django.urls import path

from firsthand.web.drafts import views

urlpatterns = [
    path("book/drafts", views.drafts, name="drafts"),
    path("book/drafts/new", views.new, name="new_draft"),
    path("book/drafts/<int:draft_id>", views.draft, name="draft"),
    path("book/drafts/<int:draft_id>/check", views.check, name="check_draft"),
    path("book/drafts/<int:draft_id>/do/<slug:verb>", views.act, name="draft_act"),
]
