"""From rounds to the table: medians, least and most, each beside its goal."""

import statistics
from collections.abc import Callable
from typing import Any

Round = dict[str, Any]
Goal = tuple[str, str, float, Callable[[Round], float | None]]


def ratio(scene: str, first: str, second: str, field: str = "us_per_delivery") -> Callable[[Round], float | None]:
    """How many times `second` costs (or takes, or bears) what `first` does; None where a peer is absent."""

    def compute(played: Round) -> float | None:
        runs = played[scene]
        if first not in runs or second not in runs:
            return None
        below = float(getattr(runs[first], field))
        return float(getattr(runs[second], field)) / below if below else None

    return compute


def quotient(scene: str, above: str, below: str) -> Callable[[Round], float | None]:
    """One figure of a scene divided by another."""

    def compute(played: Round) -> float | None:
        figures = played[scene]
        return figures[above] / figures[below] if figures.get(below) else None

    return compute


def single(scene: str, name: str) -> Callable[[Round], float | None]:
    """A figure as it is."""
    return lambda played: played[scene].get(name) if scene in played else None


def growth(played: Round) -> float | None:
    """The cost of a delivery in a room of a thousand beside one of thirty."""
    small, large = played["capacity_30"]["ours"], played["large_room"]["ours"]
    return float(large.us_per_delivery / small.us_per_delivery)


GOALS: list[Goal] = [
    ("capacity ÷ tutorial + ORM, 30 in the room", "≥", 60, ratio("capacity_30", "ours", "tutorial")),
    ("capacity ÷ tutorial + ORM, 200 in the room", "≥", 60, ratio("capacity_200", "ours", "tutorial")),
    ("capacity ÷ Socket.IO + Redis, 200 in the room", "≥", 3, ratio("capacity_200", "ours", "socketio")),
    ("capacity ÷ Socket.IO + Redis, 30 in the room", "≥", 2, ratio("capacity_30", "ours", "socketio")),
    ("capacity ÷ Socket.IO batched by hand, 100 senders", "≥", 0.5, ratio("senders_100", "ours", "batched")),
    ("messages a second ÷ one INSERT a message", "≥", 4, ratio("capacity_30", "single", "ours", "messages_per_second")),
    ("p50 at 40 % of Socket.IO’s load ÷ Socket.IO", "≤", 2.3, ratio("busy_delay", "socketio", "ours", "p50_ms")),
    ("p99 at 40 % of Socket.IO’s load ÷ Socket.IO", "≤", 2, ratio("busy_delay", "socketio", "ours", "p99_ms")),
    ("p50 at 25 messages a second ÷ tutorial + ORM", "≤", 0.33, ratio("calm_delay", "tutorial", "ours", "p50_ms")),
    ("cost of a delivery at 1000 ÷ at 30", "≤", 1.2, growth),
    ("memory a socket ÷ Socket.IO", "≤", 1.25, quotient("crowd_comes", "ours_bytes_a_socket", "socketio_bytes_a_socket")),
    ("1000 handshakes at once: failures", "≤", 0, single("crowd_comes", "ours_failures")),
    ("1000 handshakes at once: time ÷ Socket.IO", "≤", 1.6, quotient("crowd_comes", "ours_seconds", "socketio_seconds")),
    ("1000 back at once, 1000 entries behind: seconds", "≤", 10, single("crowd_returns", "seconds")),
    ("1000 back at once, 1000 entries behind: errors", "≤", 0, single("crowd_returns", "failures")),
    ("10 of 30 never read: growth in MB", "≤", 10, single("deaf_readers", "megabytes")),
]  # fmt: skip


def table(rounds: list[Round]) -> list[dict[str, Any]]:
    """Return one row a figure: goal, median, least, most, whether it is reached."""
    rows = []
    for name, sign, goal, compute in GOALS:
        found = [value for played in rounds if (value := compute(played)) is not None]
        if not found:
            rows.append({"figure": name, "goal": f"{sign} {goal}", "absent": True})
            continue
        middle = statistics.median(found)
        rows.append(
            {
                "figure": name,
                "goal": f"{sign} {goal}",
                "median": round(middle, 2),
                "least": round(min(found), 2),
                "most": round(max(found), 2),
                "rounds": len(found),
                "reached": middle >= goal if sign == "≥" else middle <= goal,
            }
        )
    return rows
