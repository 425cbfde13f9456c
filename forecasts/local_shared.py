"""The outlook's draws for local indicators that are a figure of the law: the same joint draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from forecasts.national import yearly_series
from forecasts.panel import CONVICTED
from forecasts.scales import Array
from forecasts.simulate import Simulation
from forecasts.streams import stream
from forecasts.tables import Outlooks
from forecasts.windows import windows
from forecasts.yearly_draws import yearly_draws
from monitor.local.arrays import Floats
from monitor.local.panel import Panel


def shared_draws(
    outlooks: Outlooks, panel: Panel, names: Mapping[str, str], years: Sequence[int], draws: int
) -> dict[str, dict[int, Floats]]:
    """Local indicator -> year -> (draws, areas of the panel), NaN for areas without an outlook.

    Args:
        outlooks: of the same figures, on the same day, as the run's.
        panel: names the local areas.
        names: local indicator -> the figure of the law that it is.
        years: years to come.
        draws: the first so many of the outlook's.
    """
    simulation = outlooks.simulation() if names else None
    if simulation is None:
        return {}
    prior = outlooks.prior
    codes = sorted(set(names.values()) & set(simulation.parts))
    at = {code: windows(code, simulation.lists, simulation.laws, prior) for code in codes}
    drawn = yearly_draws(
        simulation, codes, years, draws, at, national_rates(outlooks, simulation, years)
    )
    place = {area: number for number, area in enumerate(simulation.areas)}
    take = np.array([place.get(area, 0) for area in panel.areas])
    absent = np.array([area not in place for area in panel.areas])
    return {
        name: {
            year: np.where(absent, np.nan, values[:, take]) for year, values in drawn[code].items()
        }
        for name, code in names.items()
        if code in drawn
    }


def national_rates(
    outlooks: Outlooks, simulation: Simulation, years: Sequence[int]
) -> dict[int, Array]:
    """The nation's conviction rate by year, draw by draw that of the outlook's lists."""
    prior = outlooks.prior
    lists = windows(CONVICTED, simulation.lists, simulation.laws, prior)
    spans = list(zip(lists.first.tolist(), lists.last.tolist(), strict=True))
    found = yearly_series(
        prior.national["national_convicted"],
        outlooks.known.national,
        spans,
        simulation.national.astype(np.float64),
        years,
        stream("years/national", simulation.seed),
    )
    return {year: found[:, column] for column, year in enumerate(years)}
