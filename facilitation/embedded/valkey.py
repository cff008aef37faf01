"""An embedded Valkey: unix socket only, nothing ever written to disk (anonymity.md 9.1)."""

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import redis

from facilitation.embedded import ground
from facilitation.embedded.binaries import valkey_server
from facilitation.embedded.children import death_with_parent

SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "save": "",
    "appendonly": "no",
    "slowlog-log-slower-than": "-1",
    "maxmemory-policy": "noeviction",
    "databases": "64",
    "daemonize": "no",
    "loglevel": "warning",
    "crash-log-enabled": "no",
}


class ValkeyFailed(Exception):
    """Valkey did not start; the sentence holds its last words."""


@dataclass
class Valkey:
    """One embedded server; all it knows is gone when it stops."""

    data: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def socket(self) -> Path:
        """The path of its socket, in a folder of its own: only our user may enter."""
        folder = ground.socket_folder(self.data, None)
        return folder.with_name(f"{folder.name}-v") / "valkey.sock"

    @property
    def url(self) -> str:
        """What ANTEROOM_REDIS_URL is set to."""
        return f"unix://{self.socket}?db=0"

    def start(self, timeout: float = 20) -> None:
        """Start the server and wait until it answers."""
        ground.make_private(self.socket.parent, None)
        self.socket.unlink(missing_ok=True)
        settings = [word for name, value in SETTINGS.items() for word in (f"--{name}", value)]
        command: list[str | Path] = [
            valkey_server(),
            "--unixsocket",
            self.socket,
            "--dir",
            self.socket.parent,
            *settings,
        ]
        log = (self.data / "valkey.log").open("wb")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, preexec_fn=death_with_parent())
        log.close()
        self._wait(timeout)

    def stop(self) -> None:
        """End the server; there is nothing to save."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait(self, timeout: float) -> None:
        """Wait until it answers a ping."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if self.process is not None and self.process.poll() is not None:
                words = (self.data / "valkey.log").read_text(encoding="utf-8", errors="replace").strip()
                raise ValkeyFailed(f"Valkey stopped while starting: {words[-400:]}")
            try:
                redis.Redis(unix_socket_path=str(self.socket)).ping()
            except redis.exceptions.ConnectionError:
                time.sleep(0.02)
            else:
                return
        raise ValkeyFailed(f"Valkey did not answer within {timeout:.0f} seconds.")
