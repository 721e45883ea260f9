"""Addresses of the policy book: as it reads, what changed, and the history of a clause."""

from django.urls import path

from firsthand.web.book import changes, page

urlpatterns = [
    path("book", page.book, name="book"),
    path("book/changes", changes.changes, name="book_changes"),
    path("book/clauses/<path:clause_id>", changes.clause, name="book_clause"),
]
