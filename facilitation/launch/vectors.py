"""`./run vectors FILE`: needs no server."""

import os
import secrets
import sys

from facilitation.launch.surroundings import manage

if __name__ == "__main__":
    command = manage("vectors", *sys.argv[1:])
    os.execve(command[0], command, {**os.environ, "ANTEROOM_SECRET_KEY": secrets.token_urlsafe(64)})
