"""Consecutive 1 December lists: how many in a row end with each list (§ 61 a, stk. 4).

What counts is membership of the list as it was made under the law of its day; a list without the
area sets the count back to nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int16]


def step(streak: Counts, member: NDArray[np.bool_]) -> Counts:
    """The streak after one more list: one longer where on it, nothing where not.

    Args:
        streak: lists in a row up to the list before, any shape.
        member: on this list, same shape.
    """
    longer: Counts = np.multiply(streak + 1, member, dtype=np.int16)
    return longer


def run_lengths(member: NDArray[np.bool_], before: Counts | None = None) -> Counts:
    """Lists in a row ending with each list.

    Args:
        member: shape (..., lists), oldest list first.
        before: streak before the first list, shape (...); nothing where not given.

    Returns:
        Shape (..., lists).
    """
    lengths = np.zeros(member.shape, dtype=np.int16)
    streak = np.zeros(member.shape[:-1], dtype=np.int16) if before is None else before
    for index in range(member.shape[-1]):
        streak = step(streak, member[..., index])
        lengths[..., index] = streak
    return lengths
