"""Single years out of the outlook's own draws, for whoever looks at years and not at lists.

The law looks at the mean of the years behind a list, a local model at one year. Given the draw of
an area's list figures, its yearly figures are drawn from what those leave open, so that draw by
draw they belong to the same future: the mean of the years behind a list is that list's figure.

    y_Y = B_Y p + c_Y + S_YL S_LL^-1 e_L + e,   e ~ N(0, S_YY - S_YL S_LL^-1 S_LY)

with the paths p and the own part e_L of the outlook (``forecasts.trajectory``, ``Part``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from forecasts.observations import Windows
from forecasts.panel import CONVICTED
from forecasts.scales import Array, scale_of
from forecasts.simulate import Part, Simulation
from forecasts.streams import stream
from forecasts.threads import on_one_thread

NOTHING_OPEN = 1e-6
"""A direction of a list's figures with less variance than this share of the most is known."""


@on_one_thread
def yearly_draws(
    simulation: Simulation,
    codes: Sequence[str],
    years: Sequence[int],
    draws: int,
    at: Mapping[str, Windows],
    national: Mapping[int, Array] | None = None,
) -> dict[str, dict[int, Array]]:
    """Draws of indicators in single years, jointly with the simulation's draws of the lists.

    Args:
        simulation: the outlook's.
        codes: indicators of the law.
        years: the years asked for; those the simulation does not reach are left out.
        draws: the first so many of the simulation's draws.
        at: the years behind each list, by indicator (``forecasts.windows``).
        national: the nation's conviction rate in percent by year, at least ``draws`` of each:
            what a share of convicted drawn in multiples of it stands for. A year without one is
            left out of that share.

    Returns:
        Indicator -> year -> (draws, areas) in the printed unit, areas as in the simulation.
    """
    found: dict[str, dict[int, Array]] = {}
    made = {}
    rates = national or {}
    for code in (one for one in codes if one in simulation.parts):
        part = simulation.parts[code]
        grid = part.model.grid
        reached = [year for year in years if grid.first <= year < grid.first + grid.years]
        if code == CONVICTED and simulation.relative:
            reached = [year for year in reached if year in rates]
        if reached:
            made[code] = _Conditional(part, at[code], reached)
            shape = (draws, len(simulation.areas))
            found[code] = {year: np.empty(shape) for year in reached}
    for area, name in enumerate(simulation.areas):
        rng = stream(f"years/{name}", simulation.seed)
        for code, part, normal in simulation.normals(area):
            if code not in made:
                continue
            own = made[code].drawn(area, normal[:, :draws].astype(np.float64), rng)
            region = part.model.observations.region[area]
            path = part.paths[region][:, :draws].astype(np.float64)
            working = made[code].weights[area] @ path + made[code].constant[area][:, None] + own
            scale = scale_of(code, part.model.prior.reference)
            for place, year in enumerate(found[code]):
                value = scale.back(working[place])
                if code == CONVICTED and simulation.relative:
                    value = value / part.model.prior.reference * rates[year][:draws]
                found[code][year][:, area] = value
    return found


class _Conditional:
    """What single years of one indicator are, given the lists' figures."""

    def __init__(self, part: Part, lists: Windows, years: Sequence[int]) -> None:
        single = np.array(years, dtype=np.int64)
        newest = np.full(len(single), lists.definition.max(), dtype=np.int64)
        count = len(lists)
        both = Windows(
            np.concatenate([lists.first, single]),
            np.concatenate([lists.last, single]),
            np.concatenate([lists.definition, newest]),
        )
        rows, gain, spread = part.model.gains(both)
        self.weights = (rows[None] - gain @ part.model.design)[:, count:]
        self.constant = (gain @ part.model.residual[:, :, None])[:, count:, 0]
        root = part.root.astype(np.float64)
        size = (root**2).sum(axis=1)
        known = size <= NOTHING_OPEN * size.max(axis=1, keepdims=True)
        # the columns of the root are orthogonal: dividing by their squares inverts it
        inverse = np.where(known[:, None, :], 0.0, root / np.where(known, 1.0, size)[:, None, :])
        self.toward = spread[:, count:, :count] @ inverse
        left = spread[:, count:, count:] - self.toward @ self.toward.transpose(0, 2, 1)
        values, vectors = np.linalg.eigh(0.5 * (left + left.transpose(0, 2, 1)))
        self.root = vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :]

    def drawn(self, area: int, normal: Array, rng: np.random.Generator) -> Array:
        """(years, draws) of the area's own part."""
        open_ = self.root[area] @ rng.standard_normal((self.root.shape[1], normal.shape[1]))
        drawn: Array = self.toward[area] @ normal + open_
        return drawn
