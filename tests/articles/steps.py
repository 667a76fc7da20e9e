"""Counts what a call costs in steps, which no busy machine changes."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import articles

ROOM = str(Path(articles.__file__).parent)


def steps_of(call: Callable[[], object]) -> int:
    """How many lines of `articles` a call runs."""
    steps = 0

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal steps
        if not frame.f_code.co_filename.startswith(ROOM):
            return None
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return steps


def grows_in_proportion(call: Callable[[int], object]) -> bool:
    """Whether twice as much takes no more than some two and a half times as many steps. call: given how much."""
    return steps_of(lambda: call(2000)) < 2.5 * steps_of(lambda: call(1000))


def arguments_of(function: Callable[..., object], call: Callable[[], object]) -> list[dict[str, Any]]:
    """What a function of `articles` was given, each time that a call called it, by the names of its parameters."""
    code: Any = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    given: list[dict[str, Any]] = []

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code is code:
            given.append({name: frame.f_locals[name] for name in names})

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(before)
    return given
