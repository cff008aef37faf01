"""The worker's wiring: ids only as arguments, no results kept, a static schedule."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "facilitation.settings")

app = Celery("anteroom")
app.config_from_object("facilitation.schedule")
app.autodiscover_tasks(["facilitation"], related_name="tasks")
