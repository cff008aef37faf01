"""Synchronous work for the event loop: a bounded pool of threads, each borrowing a pooled connection only while it works."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import connections

P = ParamSpec("P")
T = TypeVar("T")
POOL = ThreadPoolExecutor(max_workers=6, thread_name_prefix="room")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run domain code in the pool and give its connection back."""

    def run() -> T:
        try:
            return work(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(POOL, run)
