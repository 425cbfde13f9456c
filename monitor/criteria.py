"""The one comparison of a figure with a limit, for history, draws and what-if alike.

Arrays may hold floats (draws), integers or exact fractions (history) and have any leading axes.
Exactness is the caller's dtype: fractions compare exactly, so a tie is decided by the operator.
"""

from __future__ import annotations

from fractions import Fraction
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.law.model import Criterion, Limit, Operator

Amounts = NDArray[Any] | Fraction | float
"""Figures or limits: an array of floats, integers or fractions, or one number."""
Verdicts = NDArray[np.bool_]

NOWHERE: tuple[float, float] = (-inf, inf)
"""The interval of a figure nobody has."""

_COMPARE: dict[Operator, np.ufunc] = {
    ">": np.greater,
    ">=": np.greater_equal,
    "<": np.less,
    "<=": np.less_equal,
}
_HIGH_IS_BAD: dict[Operator, bool] = {">": True, ">=": True, "<": False, "<=": False}


def meets(operator: Operator, value: Amounts, limit: Amounts) -> Verdicts:
    """Whether ``value operator limit``, elementwise.

    Args:
        operator: the statute's verb: "overstiger" is ``>``, "mindst" is ``>=``, "mindre end" is
            ``<``.
        value: figures in the criterion's unit, any shape.
        limit: limits in the same unit, broadcastable to ``value``.
    """
    return np.asarray(_COMPARE[operator](value, limit), dtype=np.bool_)


def effective_limit(limit: Limit, national: Amounts) -> Amounts:
    """The limit in the criterion's unit: itself, or the multiple of the national mean.

    ``percent_of_region`` limits are compared with figures in percent of the region's mean, so they
    stand for themselves.
    """
    return limit.value * national if limit.measure == "times_national" else limit.value


def high_is_bad(operator: Operator) -> bool:
    """Whether larger figures meet the criterion."""
    return _HIGH_IS_BAD[operator]


def meets_surely_and_perhaps(
    operator: Operator,
    low: Amounts,
    high: Amounts,
    limit_low: Amounts,
    limit_high: Amounts,
) -> tuple[Verdicts, Verdicts]:
    """Verdicts over intervals: met whatever the figure is, and met for some of its values.

    A figure is the interval [low, high) of a printed number, or a point where ``low == high``; so
    is a limit. A printed 40.0 stands for [39.95, 40.05): against "over 40" it is met perhaps, not
    surely. Shapes as in :func:`meets`.
    """
    point, limit_point = ~meets("<", low, high), ~meets("<", limit_low, limit_high)
    if operator == ">":
        surely = meets(">", low, limit_high) | (meets(">=", low, limit_high) & ~limit_point)
        perhaps = meets(">", high, limit_low)
    elif operator == ">=":
        surely = meets(">=", low, limit_high)
        perhaps = meets(">", high, limit_low) | (meets(">=", high, limit_low) & point)
    elif operator == "<":
        surely = meets("<", high, limit_low) | (meets("<=", high, limit_low) & ~point)
        perhaps = meets("<", low, limit_high)
    else:
        surely = meets("<=", high, limit_low)
        perhaps = meets("<", low, limit_high) | (meets("<=", low, limit_high) & limit_point)
    return surely, perhaps


def strictness(limit: Limit) -> tuple[Fraction, bool]:
    """A key that orders limits of one criterion and one measure from the laxest to the strictest.

    The next number alone does not decide: "over 40" is stricter than "at least 40".
    """
    sign = 1 if high_is_bad(limit.operator) else -1
    return sign * limit.value, limit.operator in (">", "<")


def steps(criterion: Criterion, categories: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The categories whose limits one figure passes together, laxest first.

    A figure that meets a stricter limit meets the laxer ones: its state is how many steps it has
    passed. Limits that are the same number and operator are one step. All limits of ``categories``
    have one measure: a number and a multiple of a mean have no order of their own.
    """
    tested = sorted(
        (category for category in criterion.limits if category in categories),
        key=lambda category: strictness(criterion.limits[category]),
    )
    grouped: list[list[str]] = []
    for category in tested:
        key = strictness(criterion.limits[category])
        if grouped and strictness(criterion.limits[grouped[-1][0]]) == key:
            grouped[-1].append(category)
        else:
            grouped.append([category])
    return tuple(tuple(group) for group in grouped)
