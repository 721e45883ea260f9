"""The Django application of the pages."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class WebConfig(AppConfig):
    """Server-rendered pages: parse, one call, answer."""

    name = "firsthand.web"
    label = "web"

    def ready(self) -> None:
        """Note of every session when it began."""
        from firsthand.web.people.sessions import begin  # noqa: PLC0415 - tables are there only by now

        user_logged_in.connect(begin)
