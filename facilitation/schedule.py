"""Celery's settings and the static schedule of beat."""

from django.conf import settings

broker_url = settings.CELERY_BROKER_URL
broker_connection_retry_on_startup = True
broker_transport_options = {"visibility_timeout": 300}
task_ignore_result = True
task_store_errors_even_if_ignored = False
worker_send_task_events = False
task_send_sent_event = False
task_acks_late = True
task_reject_on_worker_lost = True
task_time_limit = 120
task_routes = {"facilitation.tasks.send_notices": {"queue": "notices"}}  # the courier alone calls outward
task_serializer = "json"
accept_content = ["json"]
worker_hijack_root_logger = False
worker_prefetch_multiplier = 1
enable_utc = True
beat_scheduler = "celery.beat:PersistentScheduler"
beat_schedule = {
    "sweep": {
        "task": "facilitation.tasks.sweep",
        "schedule": float(settings.SWEEP_SECONDS),
        "options": {"expires": 30},
    },
}
