#!/bin/sh
# What a container runs: web, worker, courier, beat, migrate, or a management command. Works outside a container just the same.
set -eu

here=$(dirname "$0")/..
cd "$here"
python=${ANTEROOM_PYTHON:-python}

case "${1:-web}" in
  web)
    "$python" manage.py check --fail-level ERROR
    "$python" manage.py collectstatic --noinput --verbosity 0
    exec "$python" -m uvicorn facilitation.asgi:application \
      --host "${ANTEROOM_BIND:-0.0.0.0}" --port "${ANTEROOM_PORT:-8000}" --workers "${ANTEROOM_WEB_PROCESSES:-2}" \
      --ws websockets-sansio --ws-max-size 16384 --ws-per-message-deflate false \
      --ws-ping-interval 20 --ws-ping-timeout 40 --backlog 2048 \
      --no-access-log --no-proxy-headers --no-server-header --no-date-header --log-level warning
    ;;
  worker)
    exec "$python" -m celery -A facilitation.celery worker --pool solo --loglevel WARNING \
      --without-gossip --without-mingle --without-heartbeat
    ;;
  courier)
    exec "$python" -m celery -A facilitation.celery worker --pool solo --loglevel WARNING \
      --without-gossip --without-mingle --without-heartbeat --queues notices --hostname courier@%h
    ;;
  beat)
    exec "$python" -m celery -A facilitation.celery beat --loglevel WARNING --schedule /tmp/beat-schedule --pidfile ""
    ;;
  migrate)
    exec "$python" manage.py migrate --noinput
    ;;
  *)
    exec "$python" manage.py "$@"
    ;;
esac
