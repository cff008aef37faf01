"""Settings of the peer: the chat of the Channels tutorial, with its Redis layer."""

import os

SECRET_KEY = "a peer that is measured and thrown away"
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "channels",
    "benchmarks.room.tutorial",
]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ["ANTEROOM_DB_HOST"],
        "NAME": "tutorial",
        "USER": "anteroom",
        "CONN_MAX_AGE": 60,
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [os.environ["ANTEROOM_REDIS_URL"].replace("?db=0", "?db=1")]},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
