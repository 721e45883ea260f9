"""Every address of the program."""

from django.urls import include, path

handler404 = "firsthand.web.errors.not_found"
handler500 = "firsthand.web.errors.broken"
urlpatterns = [path("", include("firsthand.web.urls"))]
