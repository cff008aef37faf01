"""Every address of the house, by host part: /join/ /room/ /staff/ /portal/."""

from django.urls import include, path

from facilitation.api.reading import service
from facilitation.health import livez, readyz

handler400 = "facilitation.refusals.bad_request"
handler500 = "facilitation.refusals.server_error"
handler404 = "facilitation.refusals.not_found"
handler403 = "facilitation.refusals.not_found"

urlpatterns = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("staff/account/", include("accounts.allauth_urls")),
    path("staff/", include("accounts.urls")),
    path("", include("dialogues.urls")),
    path("", include("facilitation.desk.urls")),
    path("", include("facilitation.digests.urls")),
    path("", include("facilitation.summaries.urls")),
    path("", include("facilitation.transfer.urls")),
    path("", include("facilitation.exports.urls")),
    path("", include("facilitation.ending.urls")),
    path("", include("facilitation.reentry.urls")),
    path("", include("facilitation.api.urls")),
    path("api/v1/", service.urls),
]
