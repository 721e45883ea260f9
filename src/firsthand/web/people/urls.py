"""Addresses of people: signing in and out, invitations, roles, and one's own profile."""

from django.urls import path

from firsthand.web.people import invitations, profile, signing_in, views

urlpatterns = [
    path("sign-in", signing_in.sign_in, name="sign_in"),
    path("sign-out", signing_in.sign_out, name="sign_out"),
    path("reset", signing_in.forgotten, name="forgotten"),
    path("reset/<str:token>", signing_in.reset, name="reset"),
    path("invitation/<str:token>", invitations.invitation, name="invitation"),
    path("profile", profile.profile, name="profile"),
    path("people", views.people, name="people"),
    path("people/<int:person_id>", views.person, name="person"),
    path("people/invitations", views.invite, name="invite"),
    path("people/invitations/<int:invitation_id>/withdraw", views.withdraw, name="withdraw"),
]
