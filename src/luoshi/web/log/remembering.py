"""What was asked of the database once is not asked again while one page is made, unless something is recorded in between.

Only what follows from the log may be remembered: who may see and do what. Every entry that is written makes all of it forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_KNOWN: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Answers are kept until the end of the block; a block within another begins with none."""
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)


def forget() -> None:
    """Everything has to be asked anew."""
    known = _KNOWN.get()
    if known:
        known.clear()


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """A function whose answer is kept within `remembering`, by its arguments; rows among these are told apart by their numbers. Outside, it is asked each time."""

    @wraps(function)
    def ask(*args: P.args, **more: P.kwargs) -> R:
        known = _KNOWN.get()
        if known is None:
            return function(*args, **more)
        key = (function, args, tuple(sorted(more.items())))
        if key not in known:
            known[key] = function(*args, **more)
        return known[key]  # type: ignore[no-any-return]

    return ask
