"""The asynchronous door of the house: pages through Django, sockets through the room."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "facilitation.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import OriginValidator  # noqa: E402
from django.conf import settings  # noqa: E402

from dialogues.room.routing import socket_urlpatterns  # noqa: E402
from dialogues.room.server import keep_server_send  # noqa: E402

application = keep_server_send(
    ProtocolTypeRouter(
        {
            "http": django_application,
            "websocket": OriginValidator(URLRouter(socket_urlpatterns), [settings.ORIGIN]),
        }
    )
)
