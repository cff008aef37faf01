"""Synchronous work for the event loop: a few threads a process, each with one pooled connection that it keeps while it is sound.

Giving the connection back after every visit cost more than many a visit itself; eight are never missed.
"""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import ParamSpec, TypeVar

from django.db import Error, connections

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 8
sys.setswitchinterval(0.0005)  # a thread that stores must not wait out a whole fan-out for its turn
POOL = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="room")


def give_back() -> None:
    """Let every thread give its connection back: at the end of a process, and of a test."""
    together = Barrier(THREADS)

    def close() -> None:
        together.wait(5)  # so that each thread takes one
        connections.close_all()

    for closing in [POOL.submit(close) for _ in range(THREADS)]:
        closing.result(10)


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run domain code in the pool; a connection that failed is given back, so that the next visit gets another."""

    def run() -> T:
        try:
            return work(*args, **kwargs)
        except Error:
            connections.close_all()
            raise

    return await asyncio.get_running_loop().run_in_executor(POOL, run)
