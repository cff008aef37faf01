"""Both embedded servers and the secrets of a data folder, as the environment that the house reads."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from facilitation.embedded.postgres import Postgres
from facilitation.embedded.valkey import Valkey


@dataclass
class Stack:
    """PostgreSQL and Valkey of one data folder."""

    data: Path
    durable: bool = True

    def start(self) -> dict[str, str]:
        """Start both and return the environment variables that point the house at them."""
        self.data.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.postgres, self.valkey = Postgres(self.data, durable=self.durable), Valkey(self.data)
        self.valkey.start()
        self.postgres.start()
        self.postgres.ensure_database()
        return {
            "ANTEROOM_DATA": str(self.data),
            "ANTEROOM_DB_HOST": str(self.postgres.sockets),
            "ANTEROOM_REDIS_URL": self.valkey.url,
            **secret_files(self.data),
        }

    def stop(self) -> None:
        """Stop both, the database last."""
        self.valkey.stop()
        self.postgres.stop()


def secret_files(data: Path) -> dict[str, str]:
    """Make the secrets of a data folder once, readable by us alone, and return the variables that name their files."""
    folder = data / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _once(folder / "django.key", secrets.token_urlsafe(64).encode())
    _once(folder / "master.key", secrets.token_bytes(32))
    return {
        "ANTEROOM_SECRET_KEY_FILE": str(folder / "django.key"),
        "ANTEROOM_MASTER_KEY_FILE": str(folder / "master.key"),
    }


def _once(path: Path, content: bytes) -> None:
    """Write a secret if it is not there yet."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(content)
        path.chmod(0o400)
