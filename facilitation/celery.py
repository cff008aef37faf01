"""The worker's wiring: ids only as arguments, no results kept, a static schedule."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "facilitation.settings")

app = Celery("anteroom")
app.config_from_object("facilitation.schedule")
app.autodiscover_tasks(["facilitation"], related_name="tasks")


@worker_ready.connect
def say_ready(**_: object) -> None:
    """Tell /readyz at once that a worker is here, without waiting for the clock's first tick."""
    from facilitation.health import beat_pulse

    beat_pulse()
