"""The frozen national prior: every scale of the forecast, read from ``prior.toml`` or refused."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

from forecasts.scales import INDICATORS
from monitor.errors import LawFileError

Tree = dict[str, object]


@dataclass(frozen=True)
class Redefinition:
    """From ``first_list`` on the printed figure means something else.

    The change shifts every area by a common amount (mean ``shift``, sd ``shift_sd``) and each by
    one of its own (sd ``own_sd``); working scale.
    """

    first_list: date
    shift: float
    shift_sd: float
    own_sd: float
    source: str


@dataclass(frozen=True)
class Prior:
    """The scales of one indicator, working scale and per year.

    ``mean``, ``mean_sd`` where a watched area lies; ``level`` sd between areas; ``common`` and
    ``region`` sd of a year's shock (Student t with ``tail`` degrees of freedom, unit variance times
    this); ``common_drift`` persistence of the common path's change; ``own`` sd of an area's own
    yearly shock at 2,000 residents, times (residents / 2,000) ** ``own_size``; ``own_persistence``
    and ``count_persistence`` of the AR(1) parts; ``count`` multiple of the counting variance;
    ``base_share`` the denominator as a share of the residents where it is not known; ``reference``
    the rate in percent that counts as one (convictions).
    """

    code: str
    mean: float
    mean_sd: float
    level: float
    common: float
    region: float
    own: float
    own_size: float
    own_persistence: float
    count: float
    count_persistence: float
    common_drift: float
    base_share: float
    reference: float
    tail: float
    redefinitions: tuple[Redefinition, ...] = ()

    def with_scales(self, scales: Mapping[str, float]) -> Prior:
        """The same prior with some of the learned scales replaced."""
        return replace(
            self,
            level=scales.get("level", self.level),
            common=scales.get("common", self.common),
            region=scales.get("region", self.region),
            own=scales.get("own", self.own),
            count=scales.get("count", self.count),
            own_size=scales.get("own_size", self.own_size),
        )


LEARNED = ("level", "common", "region", "own", "own_size", "count")
"""The scales that are learned; the others are assumed."""
SCALES = ("mean_sd", "level", "common", "region", "own", "count", "base_share", "reference")
PERSISTENCES = ("own_persistence", "count_persistence", "common_drift")
FINITE_VARIANCE = 2.0
SERIES = ("growth", "shock", "drift", "level", "level_sd")
SERIES_SDS = ("shock", "level_sd")


@dataclass(frozen=True)
class NationalPrior:
    """A national or regional series: yearly log growth and the sd of a year's departure from it."""

    growth: float
    shock: float
    drift: float
    level: float
    level_sd: float


@dataclass(frozen=True)
class Centre:
    """Where a learned scale was thought to lie before any figure was seen, and how surely.

    ``sd`` is of the scale's logarithm; of the exponent itself for ``own_size``.
    """

    value: float
    sd: float


@dataclass(frozen=True)
class PriorFile:
    """The whole file: six indicators, the national series, the penalties, where it came from."""

    indicators: dict[str, Prior]
    national: dict[str, NationalPrior]
    learning: dict[str, Centre]
    provenance: dict[str, object]


def read_prior(path: Path | None = None) -> PriorFile:
    """The prior of ``path``, or the one that ships with the tool.

    Raises:
        LawFileError: no such file, a scale is missing, not a number, not positive, or a
            persistence is not between 0 and 1.
    """
    if path is None:
        return _shipped()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise LawFileError("forecast.prior_unreadable", file=path, fault=str(fault)) from fault
    return _read(text, path.name)


@cache
def _shipped() -> PriorFile:
    text = files("forecasts").joinpath("prior.toml").read_text(encoding="utf-8")
    return _read(text, "prior.toml")


def _read(text: str, name: str) -> PriorFile:
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise LawFileError("forecast.prior_unreadable", file=name, fault=str(fault)) from fault
    indicators = {code: _indicator(code, _table(tree, code, name), name) for code in INDICATORS}
    national = {
        code: NationalPrior(
            **_checked(_table(tree, code, name), code, SERIES, ("shock", "level_sd"), name)
        )
        for code in ("national_convicted", "regional_income")
    }
    learning = {
        key: Centre(
            _number(_sub(tree, key, name), f"learning.{key}", "centre", name),
            _checked(_sub(tree, key, name), f"learning.{key}", ("sd",), ("sd",), name)["sd"],
        )
        for key in LEARNED
    }
    provenance = dict(cast("Tree", tree.get("provenance", {})))
    return PriorFile(indicators, national, learning, provenance)


def _sub(tree: Tree, key: str, name: str) -> Tree:
    return _table(_table(tree, "learning", name), key, name)


def _table(tree: Tree, code: str, name: str) -> Tree:
    table = tree.get(code)
    if not isinstance(table, dict):
        raise LawFileError("forecast.prior_missing", file=name, indicator=code, scale="*")
    return cast("Tree", table)


def _number(table: Tree, code: str, key: str, name: str) -> float:
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LawFileError("forecast.prior_missing", file=name, indicator=code, scale=key)
    return float(value)


def _checked(
    table: Tree, code: str, keys: tuple[str, ...], positive: tuple[str, ...], name: str
) -> dict[str, float]:
    """The numbers of a table, each what its kind of scale can be."""
    found = {key: _number(table, code, key, name) for key in keys}
    for key, value in found.items():
        if key in positive:
            right, expected = value > 0.0, "> 0"
        elif key in (*PERSISTENCES, "drift"):
            right, expected = 0.0 <= value < 1.0, "0 ... < 1"
        elif key == "tail":
            right, expected = value > FINITE_VARIANCE, "> 2"
        else:
            right, expected = math.isfinite(value), "-"
        if not right or not math.isfinite(value):
            raise LawFileError(
                "forecast.prior_scale",
                file=name,
                indicator=code,
                scale=key,
                found=value,
                expected=expected,
            )
    return found


def _indicator(code: str, table: Tree, name: str) -> Prior:
    keys = ("mean", *SCALES, *PERSISTENCES, "own_size", "tail")
    found = _checked(table, code, keys, SCALES, name)
    rows = table.get("redefinition", [])
    breaks = tuple(_redefinition(row, code, name) for row in cast("list[Tree]", rows))
    return Prior(code=code, redefinitions=breaks, **found)


def _redefinition(row: Tree, code: str, name: str) -> Redefinition:
    day = row.get("first_list")
    if not isinstance(day, date):
        where = f"{code}.redefinition"
        raise LawFileError("forecast.prior_missing", file=name, indicator=where, scale="first_list")
    sds = ("shift_sd", "own_sd")
    found = _checked(row, f"{code}.redefinition", ("shift", *sds), sds, name)
    return Redefinition(first_list=day, source=str(row.get("source", "")), **found)
