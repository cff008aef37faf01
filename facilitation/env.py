"""Reading settings from the environment, or from the file that NAME_FILE points to."""

import os
from pathlib import Path


class MissingSetting(Exception):
    """A setting without which the server must not start."""


def text(name: str, default: str | None = None) -> str:
    """Return the setting `name`: the content of the file named by `NAME_FILE`, else the variable, else `default`.

    Raises MissingSetting, with the names to set, if there is neither value nor default.
    """
    file_name = os.environ.get(f"{name}_FILE")
    if file_name:
        return Path(file_name).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise MissingSetting(f"Set {name}, or {name}_FILE to the path of a file that holds it.")
    return value


def flag(name: str, default: str = "") -> bool:
    """Return whether the setting `name` says yes: 1, true, yes or on."""
    return text(name, default).lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """Return the setting `name` as a whole number; the unit is part of its name."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise MissingSetting(f"{name} must be a whole number, not “{value}”.") from error


def words(name: str, default: str = "") -> list[str]:
    """Return the setting `name` as a list: values parted by commas, blanks dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
