"""Every address of the dialogues app, room by room."""

from django.urls import include, path

from dialogues.dialogue.views import start

urlpatterns = [
    path("", start, name="start"),
    path("", include("dialogues.dialogue.urls")),
    path("", include("dialogues.admission.urls")),
    path("", include("dialogues.ballots.urls")),
    path("", include("dialogues.agenda.urls")),
    path("", include("dialogues.interests.urls")),
    path("", include("dialogues.proposals.urls")),
    path("", include("dialogues.polls.urls")),
    path("", include("dialogues.packages.urls")),
    path("", include("dialogues.facesaving.urls")),
    path("", include("dialogues.ripeness.urls")),
    path("", include("dialogues.steps.urls")),
    path("", include("dialogues.room.urls")),
    path("", include("dialogues.room.meeting.urls")),
    path("", include("dialogues.room.moderation.urls")),
]
