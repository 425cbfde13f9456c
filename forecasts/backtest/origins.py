"""The origins of the backtest: lists whose values and memberships the record has in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import polars as pl

from forecasts.learn import learn_prior
from forecasts.panel import Known, gather
from forecasts.prior import PriorFile, read_prior
from forecasts.public import public_figures
from forecasts.scales import INDICATORS, inside, scale_of
from forecasts.simulate import Simulation, prepare
from monitor.categories import Verdict
from monitor.law.load import law_on
from monitor.public_record import record_published, record_regions

CATEGORY = "parallel"
LEAST_AREAS = 20
"""A list of the record counts as printed with values when at least so many areas have them."""


@dataclass(frozen=True)
class Origin:
    """One rolling origin: stand at ``origin``, say something about ``tested``."""

    origin: date
    tested: date
    ahead: int
    lists: tuple[date, ...]
    """The lists from the one after the origin to the tested one."""


@cache
def value_lists() -> tuple[date, ...]:
    """Lists printed with values, oldest first."""
    listed = public_figures().filter(pl.col("indicator") == "residents")
    counted = listed.group_by("list_date").len().filter(pl.col("len") >= LEAST_AREAS)
    published = record_published()
    return tuple(day for day in sorted(counted["list_date"].to_list()) if published.known(day))


def origins(ahead: int) -> list[Origin]:
    """Origins between two 1 December lists of one law, both printed with values."""
    chain = [day for day in value_lists() if day in record_published().first_december]
    return [
        Origin(chain[n - ahead], chain[n], ahead, tuple(chain[n - ahead + 1 : n + 1]))
        for n in range(ahead, len(chain))
        if law_on(chain[n - ahead]).id == law_on(chain[n]).id
    ]


@cache
def prior_without(tested: date) -> PriorFile:
    """The prior learned from what the frozen one is learned from, less the tested list."""
    frozen = read_prior()
    as_of = frozen.provenance["as_of"]
    assert isinstance(as_of, date)  # noqa: S101 - the shipped file holds it
    return learn_prior(public_figures(), record_regions(), as_of, frozen, without=tested)


@cache
def known_at(origin: date, tested: date) -> Known:
    """What was known at the origin."""
    return gather(public_figures(), record_regions(), origin, prior_without(tested))


def simulation(one: Origin, draws: int) -> Simulation:
    """The forecast made at an origin, with nothing learned from the tested list."""
    laws = tuple(law_on(day) for day in one.lists)
    prior = prior_without(one.tested)
    return prepare(known_at(one.origin, one.tested), one.lists, laws, prior, draws=draws)


@cache
def printed(day: date) -> dict[str, dict[str, float]]:
    """Indicator -> area -> figure as printed with a list."""
    rows = public_figures().filter(pl.col("list_date") == day)
    found: dict[str, dict[str, float]] = {code: {} for code in INDICATORS}
    for area, code, value in rows.select("area_id", "indicator", "value").iter_rows():
        if code in found and area in record_regions():
            found[code][area] = float(value)
    return found


def working(day: date, code: str, prior: PriorFile) -> dict[str, float]:
    """Area -> printed figure on the working scale."""
    scale = scale_of(code, prior.indicators[code].reference)
    return {
        area: float(scale.forward(inside(code, np.array(value))))
        for area, value in printed(day)[code].items()
    }


def status(day: date, area: str) -> Verdict:
    """On the list of that day, not on it, or unknown."""
    return record_published().status(day, area, CATEGORY)
