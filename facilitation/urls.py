"""Every address of the house, by host part: /join/ /room/ /staff/ /portal/."""

from django.urls import include, path

handler404 = "facilitation.refusals.not_found"
handler403 = "facilitation.refusals.not_found"

urlpatterns = [
    path("staff/account/", include("allauth.account.urls")),
]
