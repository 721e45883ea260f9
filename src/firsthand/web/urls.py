"""Every address of the pages."""

from django.urls import include, path

from firsthand.web.acts import act
from firsthand.web.health import healthz
from firsthand.web.live import live
from firsthand.web.security_txt import security_txt
from firsthand.web.theme import theme

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("live", live, name="live"),
    path("theme", theme, name="theme"),
    path("do/<str:name>", act, name="act"),
    path("", include("firsthand.web.tickets.urls")),
    path("", include("firsthand.web.accounts.urls")),
    path("", include("firsthand.web.coaching.urls")),
    path("", include("firsthand.web.people.urls")),
    path("", include("firsthand.web.rosters.urls")),
    path("", include("firsthand.web.book.urls")),
    path("", include("firsthand.web.drafts.urls")),
    path("", include("firsthand.web.intake.urls")),
    path("", include("firsthand.web.outbox.urls")),
    path("", include("firsthand.web.saved_replies.urls")),
    path("", include("firsthand.web.tasks.urls")),
    path("", include("firsthand.web.notices.urls")),
    path("", include("firsthand.web.proposals.urls")),
    path("", include("firsthand.web.questions.urls")),
    path("", include("firsthand.web.feature_requests.urls")),
    path("", include("firsthand.web.consequences.urls")),
    path("", include("firsthand.web.handoffs.urls")),
    path("", include("firsthand.web.help.urls")),
    path("", include("firsthand.web.waiting.urls")),
    path("", include("firsthand.web.desk.urls")),
]
