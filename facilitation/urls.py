"""Every address of the house, by host part: /join/ /room/ /staff/ /portal/."""

from django.urls import include, path

handler400 = "facilitation.refusals.bad_request"
handler500 = "facilitation.refusals.server_error"
handler404 = "facilitation.refusals.not_found"
handler403 = "facilitation.refusals.not_found"

urlpatterns = [
    path("staff/account/", include("accounts.allauth_urls")),
    path("staff/", include("accounts.urls")),
    path("", include("dialogues.ballots.urls")),
    path("", include("dialogues.polls.urls")),
]
