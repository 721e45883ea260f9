"""The WSGI application that `firsthand serve` and `firsthand web` run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firsthand.config.settings")
application = get_wsgi_application()
