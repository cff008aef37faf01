"""Is it alive, is it ready: yes or no, and which part is missing. No numbers, no names."""

import time

import redis
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from dialogues.events.doorbell import connection as valkey

PULSE = "anteroom:worker-pulse"
PULSE_SECONDS = 60


def beat_pulse() -> None:
    """As a worker, say that you are there; the sweep does it."""
    valkey().set(PULSE, int(time.time()), ex=PULSE_SECONDS)


@require_GET
def livez(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, Valkey and a worker answer: 200, otherwise 503 with what is missing."""
    parts = {"database": _database(), "valkey": _valkey(), "worker": _worker()}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _database() -> bool:
    """Whether a query comes back."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _valkey() -> bool:
    """Whether Valkey answers."""
    try:
        return bool(valkey().ping())
    except redis.exceptions.RedisError:
        return False


def _worker() -> bool:
    """Whether a worker has swept within the last minute."""
    try:
        return bool(valkey().exists(PULSE))
    except redis.exceptions.RedisError:
        return False
