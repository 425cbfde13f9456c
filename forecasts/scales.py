"""The scales the forecast works on, one per indicator.

Residents: logarithm. Shares: logit. Convictions: square root of the rate over a reference rate,
which steadies the variance of small counts and lets zero in. Income: logarithm of the ratio to the
region.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.indicators import indicator

Array = NDArray[np.float64]

INDICATORS: tuple[str, ...] = (
    "residents",
    "outside_labour_pct",
    "convicted_pct",
    "basic_education_pct",
    "income_pct_of_region",
    "nonwestern_pct",
)
"""The six indicators of the law, in the order every draw of the house is made in."""

PERCENT = 100.0
QUARTER = 0.25


@dataclass(frozen=True)
class Scale:
    """A working scale: printed unit -> working, back, the slope, and the counting variance.

    ``variance(base, level)`` is the variance, on the working scale, of a figure counted among
    ``base`` persons whose printed value is ``level``, were each person independent.
    """

    forward: Callable[[Array], Array]
    back: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    variance: Callable[[Array, Array], Array]


def _logit(share: Array) -> Array:
    return np.log(share / (PERCENT - share))


def _expit(value: Array) -> Array:
    return PERCENT / (1.0 + np.exp(-value))


_LOG = Scale(
    forward=np.log,
    back=np.exp,
    slope=lambda x: 1.0 / x,
    variance=lambda base, level: 1.0 / base + 0.0 * level,
)
_LOG_RATIO = Scale(
    forward=lambda x: np.log(x / PERCENT),
    back=lambda z: PERCENT * np.exp(z),
    slope=lambda x: 1.0 / x,
    variance=lambda base, level: 1.0 / base + 0.0 * level,
)
_LOGIT = Scale(
    forward=_logit,
    back=_expit,
    slope=lambda x: PERCENT / (x * (PERCENT - x)),
    variance=lambda base, level: 1.0 / (base * (level / PERCENT) * (1.0 - level / PERCENT)),
)


def root_scale(reference: float) -> Scale:
    """Square root of a rate in percent over ``reference`` percent.

    Negative working values, which only a draw can take, go back to no convictions at all.
    """
    return Scale(
        forward=lambda x: np.sqrt(x / reference),
        back=lambda z: reference * np.maximum(z, 0.0) ** 2,
        slope=lambda x: 0.5 / np.sqrt(x * reference),
        variance=lambda base, level: PERCENT / (4.0 * base * reference) + 0.0 * level,
    )


def scale_of(code: str, reference: float = 1.0) -> Scale:
    """The working scale of one of the six indicators.

    Args:
        code: the indicator.
        reference: for convictions, the rate in percent that counts as one.
    """
    if code == "residents":
        return _LOG
    if code == "income_pct_of_region":
        return _LOG_RATIO
    if code == "convicted_pct":
        return root_scale(reference)
    return _LOGIT


def inside(code: str, value: Array) -> Array:
    """Values moved a quarter of a last printed digit inside the indicator's range.

    A printed 0.0 stands for anything up to half a digit: its middle is a quarter.
    """
    entry = indicator(code)
    quarter = QUARTER * 10.0**-entry.decimals
    highest = np.inf if entry.highest is None else entry.highest - quarter
    return np.clip(value, quarter, highest)
