"""Addresses of the policy book: as it reads, what changed, and the history of a clause."""

from django.urls import path

from firsthand.web.policy import book, book_changes

urlpatterns = [
    path("book", book.book, name="book"),
    path("book/changes", book_changes.changes, name="book_changes"),
    path("book/clauses/<path:clause_id>", book_changes.clause, name="book_clause"),
]
