"""Addresses of the desk's own pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
