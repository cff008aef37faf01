"""What is measured: each scene takes the running systems of a round and adds its figures."""

from benchmarks.room.house import Hall
from benchmarks.room.runs import Run, drive, flush, measure, settle
from benchmarks.room.systems import System

Systems = dict[str, System]
Figures = dict[str, float]
CROWD = 1000
BEHIND = 1000


def capacity(systems: Systems, lines: int) -> dict[str, Run]:
    """Thirty senders with up to four messages under way each, every system in turn."""
    names = [name for name in ("ours", "single", "tutorial", "socketio") if name in systems]
    return {name: measure(systems[name], lines) for name in names}


def crowd_of_senders(systems: Systems) -> dict[str, Run]:
    """A hundred senders in a room of two hundred: ours against Socket.IO batched by hand."""
    names = [name for name in ("ours", "batched") if name in systems]
    return {name: measure(systems[name], 200, senders=100) for name in names}


def large_room(systems: Systems) -> dict[str, Run]:
    """A thousand in the room, thirty speak."""
    return {"ours": measure(systems["ours"], CROWD)}


def calm_delay(systems: Systems) -> dict[str, Run]:
    """Thirty in the room, 25 messages a second: from post to screen."""
    names = [name for name in ("ours", "tutorial") if name in systems]
    return {name: measure(systems[name], 30, rate=25, seconds=5) for name in names}


def busy_delay(systems: Systems, rate: float) -> dict[str, Run]:
    """Two hundred in the room at 40 % of what Socket.IO bore in this round: from post to screen."""
    names = [name for name in ("ours", "socketio") if name in systems]
    return {name: measure(systems[name], 200, rate=rate, seconds=4) for name in names}


def crowd_comes(systems: Systems) -> Figures:
    """A thousand handshakes at once, then a thousand idle sockets: failures, seconds, memory a socket."""
    figures: Figures = {}
    for name in ("ours", "socketio"):
        if name in systems:
            flush()
            drive(systems[name], systems[name].plan(50))  # what a process sets up once belongs to no socket
            before = settle(systems[name])
            told = drive(systems[name], systems[name].plan(CROWD, at_once=True, stay=1))
            figures[f"{name}_failures"] = len(told["connected"]["failures"])
            figures[f"{name}_seconds"] = told["connected"]["seconds"]
            figures[f"{name}_bytes_a_socket"] = (told["done"]["memory"] - before) / CROWD
    return figures


def crowd_returns(systems: Systems, hall: Hall) -> Figures:
    """A thousand come back at once, each a thousand entries behind."""
    flush()
    plan = systems["ours"].plan(0, at_once=True, want=BEHIND)
    told = drive(systems["ours"], {**plan, "conns": hall.conns(CROWD, behind=BEHIND)})
    return {"seconds": told["connected"]["seconds"], "failures": len(told["connected"]["failures"])}


def deaf_readers(systems: Systems, seconds: float) -> Figures:
    """Ten of thirty never read while two hundred messages a second come: growth of memory."""
    flush()
    system = systems["ours"]
    plan = system.plan(30, senders=15, rate=200, silent=10, warm=2, seconds=seconds)
    told = drive(system, plan)
    return {"megabytes": (told["end"]["memory"] - told["begin"]["memory"]) / 2**20}
