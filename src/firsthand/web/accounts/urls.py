"""Addresses of accounts, and of erasing a contact."""

from django.urls import path

from firsthand.web.accounts import erasing, merging, views

urlpatterns = [
    path("a/", views.account_list, name="accounts"),
    path("a/<int:account_id>", views.account, name="account"),
    path("a/<int:account_id>/merge", merging.merge_account, name="merge_account"),
    path("contacts/<int:contact_id>/merge", merging.merge_contact, name="merge_contact"),
    path("contacts/<int:contact_id>/erase", erasing.erase_contact, name="erase_contact"),
]
