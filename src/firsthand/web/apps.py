"""The Django application of the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Server-rendered pages: parse, one call, answer."""

    name = "firsthand.web"
    label = "web"
