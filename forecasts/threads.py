"""One BLAS thread where matrices are small.

Two threads on a hundred-row matrix wait for each other longer than they work (measured: 20 times
slower), and the order of their sums is not fixed. Areas are what runs side by side here.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache, wraps
from typing import ParamSpec, TypeVar, cast

import numpy as np
import scipy.linalg
from threadpoolctl import ThreadpoolController

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
LIBRARIES = (np, scipy.linalg)
"""Loaded before the controller looks, so that it finds the BLAS of each."""


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """A context in which linear algebra runs on one thread."""
    return cast("AbstractContextManager[object]", _controller().limit(limits=1, user_api="blas"))


def on_one_thread(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """A function whose linear algebra runs on one thread."""

    @wraps(function)
    def limited(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with one_thread():
            return function(*args, **kwargs)

    return limited
