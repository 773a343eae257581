"""Work → its results in the order of the work, by several processes; what all of them need lies in files that are mapped into memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from luoshi.errors import LuoshiError

_WAITING_PER_PROCESS = 2
"""Results that wait for their turn; more would only fill memory."""

Apply = Callable[[Callable[..., Any], Iterable[tuple[Any, ...]]], Iterator[Any]]
"""A function and its arguments, one after another → its results in that order."""


@contextmanager
def processes(count: int) -> Iterator[Apply]:
    """Applies functions in so many processes; of one, in this one."""
    if count == 1:
        yield lambda function, work: (function(*arguments) for arguments in work)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _leave_ctrl_c_to_the_parent)
    try:
        yield lambda function, work: _in_order(pool, count, function, work)
    except BrokenProcessPool:
        raise LuoshiError(
            "一个比对进程被系统终止了。", "A comparing process was ended by the system.", next_zh="可能是内存不足：请减少 --jobs 再试。", next_en="Memory may be short: try again with fewer --jobs.",
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(pool: Any, count: int, function: Callable[..., Any], work: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    waiting: deque[Any] = deque()
    for arguments in work:
        waiting.append(pool.submit(function, *arguments))
        if len(waiting) >= count * _WAITING_PER_PROCESS:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _leave_ctrl_c_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
