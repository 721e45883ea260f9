"""The Django application that holds every table."""

from django.apps import AppConfig


class ModelsConfig(AppConfig):
    """Tables only: fields, constraints, indexes; one file per room; one linear migration history."""

    name = "firsthand.models"
    label = "firsthand"
    verbose_name = "Firsthand"
    default_auto_field = "django.db.models.BigAutoField"
