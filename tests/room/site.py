"""The whole house of a test on a port of its own: pages and lines, with the headers that production sends."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.core.asgi import get_asgi_application
from pytest_django import Settings

from dialogues.room.routing import socket_urlpatterns
from dialogues.room.server import keep_server_send
from dialogues.room.threads import give_back


@contextmanager
def a_site(settings: Settings) -> Iterator[str]:
    """Serve this process's application from a thread; yield its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    origin = f"http://localhost:{listener.getsockname()[1]}"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.SERVESTATIC_USE_FINDERS = settings.SERVESTATIC_AUTOREFRESH = True
    settings.ORIGIN, settings.ALLOWED_HOSTS = origin, ["localhost"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": policy | {"connect-src": ["'self'", origin.replace("http", "ws", 1)]}
    }
    server = uvicorn.Server(uvicorn.Config(_application(origin), log_level="critical", lifespan="off", **_WEB))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield origin
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
        give_back()


_WEB: dict[str, Any] = {
    "ws": "websockets-sansio",
    "ws_max_size": 16384,
    "ws_per_message_deflate": False,
    "timeout_graceful_shutdown": 1,
}


def _application(origin: str) -> Any:
    """The same wiring as the house's own, for this origin."""
    lines = OriginValidator(URLRouter(socket_urlpatterns), [origin])
    return keep_server_send(ProtocolTypeRouter({"http": get_asgi_application(), "websocket": lines}))
