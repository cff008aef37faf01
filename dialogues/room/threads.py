"""Synchronous work for the event loop: a few threads a process, each with one pooled connection that it keeps while it is sound.

Giving the connection back after every visit cost more than many a visit itself; four are never missed.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import Error, connections

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 4
POOL = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="room")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run domain code in the pool; a connection that failed is given back, so that the next visit gets another."""

    def run() -> T:
        try:
            return work(*args, **kwargs)
        except Error:
            connections.close_all()
            raise

    return await asyncio.get_running_loop().run_in_executor(POOL, run)
