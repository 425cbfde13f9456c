"""Joint draws of the six indicators and of what the limits rest on, streamed by area.

Everything shared (paths, national rate) is drawn once; an area's block of draws is made from its
own stream, compared with the limits on the working scale (the limits are transformed, not the
draws), sent through the law's kernels and reduced at once. No array holds areas, draws, lists and
indicators together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from forecasts.locked import NOTHING_LOCKED, Locked
from forecasts.national import draw_series
from forecasts.observations import Windows
from forecasts.panel import CONVICTED, Known
from forecasts.prior import PriorFile
from forecasts.scales import INDICATORS, Array, scale_of
from forecasts.seen import INCOME, Remark
from forecasts.shared import draw_shared
from forecasts.streams import SEED, stream
from forecasts.surprises import widen_jumps
from forecasts.threads import on_one_thread, one_thread
from forecasts.trajectory import Conditioned
from forecasts.windows import windows
from monitor.criteria import effective_limit, meets
from monitor.law.model import Criterion, Law

Draws = NDArray[np.float32]
Verdicts = NDArray[np.bool_]
Limits = dict[tuple[str, str], Draws | float]
"""(category, criterion) -> limit on the working scale, one for all draws or one each."""
Result = TypeVar("Result")
DRAWS = 10_000


@dataclass(frozen=True)
class Part:
    """One indicator, ready to be drawn area by area.

    Attributes:
        model: conditioned on everything known.
        paths: (regions, k, draws) of this indicator, contiguous.
        weights: (n, lists, k) what a path draw adds to the figures of an area.
        constant: (n, lists) what the area's own figures add.
        root: (n, lists, lists) root of what is left open.
    """

    model: Conditioned
    paths: Draws
    weights: Draws
    constant: Draws
    root: Draws


@dataclass(frozen=True)
class Simulation:
    """Draws of every area on every list date, made when asked for.

    Attributes:
        areas: ids, sorted.
        lists: list dates, oldest first.
        laws: the version for each list date.
        parts: per indicator.
        national: (draws, lists) national conviction rate in percent over each list's years.
        relative: whether convictions are drawn in multiples of the national rate.
        locked: figures already known in full.
        draws: how many.
        seed: of every stream.
        remarks: what a reader must know about the figures behind it.
        incomes: region -> (draws, lists) mean income in kroner, of regions with any figure.
    """

    areas: tuple[str, ...]
    lists: tuple[date, ...]
    laws: tuple[Law, ...]
    parts: Mapping[str, Part]
    national: Draws
    relative: bool
    locked: Locked
    draws: int
    seed: int
    remarks: tuple[Remark, ...] = ()
    incomes: Mapping[str, Draws] = field(default_factory=dict)

    def block(self, area: int) -> dict[str, Draws]:
        """(draws, lists) of each indicator of one area, working scale, known figures in place."""
        found = {}
        for code, part, normal in self.normals(area):
            drawn = part.root[area] @ normal
            region = part.model.observations.region[area]
            drawn += part.weights[area] @ part.paths[region]
            drawn += part.constant[area][:, None]
            # one list's draws stand together in memory: that is how the law reads them
            found[code] = drawn.T
            self.locked.hold(area, code, found[code])
        return found

    def normals(self, area: int) -> Iterator[tuple[str, Part, Draws]]:
        """Per indicator, its part and the (lists, draws) numbers of the area's own stream."""
        rng = stream(self.areas[area], self.seed)
        shape = (len(self.lists), self.draws)
        for code, part in self.parts.items():
            yield code, part, rng.standard_normal(shape, dtype=np.float32)

    def printed(self, code: str, drawn: Draws) -> Array:
        """A block of one indicator in its printed unit."""
        scale = scale_of(code, self.parts[code].model.prior.reference)
        value: Array = scale.back(drawn.astype(np.float64))
        if code == CONVICTED and self.relative:
            value = value / self.parts[code].model.prior.reference * self.national
        return value

    def limits(self) -> list[Limits]:
        """Per list date, each limit of the law on the working scale of its indicator."""
        return [
            {
                (category, code): self._limit(law.criteria[code], category, number)
                for category, code in law.tests()
            }
            for number, law in enumerate(self.laws)
        ]

    def _limit(self, criterion: Criterion, category: str, number: int) -> Draws | float:
        limit = criterion.limits[category]
        prior = self.parts[criterion.indicator].model.prior
        scale = scale_of(criterion.indicator, prior.reference)
        if limit.measure == "times_national":
            national = self.national[:, number].astype(np.float64)
            if self.relative:
                return float(scale.forward(np.array(float(limit.value) * prior.reference)))
            rate = float(effective_limit(limit, 1.0)) * national
            return scale.forward(rate).astype(np.float32)
        with np.errstate(divide="ignore"):  # no share is over a limit of 100: its logit is infinite
            return float(scale.forward(np.array(float(limit.value))))

    def verdicts(
        self, area: int, block: Mapping[str, Draws], limits: list[Limits]
    ) -> list[dict[tuple[str, str], Verdicts]]:
        """Per list date, (draws) whether each limit of the law is met by each draw."""
        found = []
        for number, law in enumerate(self.laws):
            met = {}
            for category, code in law.tests():
                criterion = law.criteria[code]
                sure = self.locked.verdict(area, number, category, code)
                if sure is not None:
                    met[category, code] = np.full(self.draws, sure)
                    continue
                met[category, code] = meets(
                    criterion.limits[category].operator,
                    block[criterion.indicator][:, number],
                    limits[number][category, code],
                )
            found.append(met)
        return found


@on_one_thread
def prepare(
    known: Known,
    lists: tuple[date, ...],
    laws: tuple[Law, ...],
    prior: PriorFile,
    *,
    locked: Locked = NOTHING_LOCKED,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Simulation:
    """Condition the six models and draw what is shared.

    Args:
        known: everything known on the as-of date.
        lists: the list dates asked for, oldest first.
        laws: the version (or scenario) in force on each.
        prior: the frozen prior.
        locked: figures known in full.
        draws: joint draws per area.
        seed: of every stream.
    """
    parts = {}
    remarks = list(known.remarks)
    for code in INDICATORS:
        one = prior.indicators[code]
        asked = windows(code, lists, laws, prior, known.as_of)
        first = min(int(asked.first.min()), known.first or int(asked.first.min()))
        last = max(int(asked.last.max()), int(known.observations[code].last.max(initial=first)))
        model, jumps = widen_jumps(known.observations[code], one, first, last)
        remarks += jumps
        parts[code] = _part(model, asked, draws, stream(f"shared/{code}", seed))
    national = draw_series(
        prior.national["national_convicted"], known.national,
        windows(CONVICTED, lists, laws, prior).spans(), draws, stream("shared/national", seed),
    )  # fmt: skip
    years = windows(INCOME, lists, laws, prior).spans()
    incomes = {
        region: draw_series(
            prior.national["regional_income"], given, years, draws,
            stream(f"shared/income/{region}", seed),
        ).astype(np.float32)
        for region, given in known.incomes.items()
    }  # fmt: skip
    return Simulation(
        known.areas,
        lists,
        laws,
        parts,
        np.asfortranarray(national, dtype=np.float32),
        known.relative,
        locked,
        draws,
        seed,
        tuple(remarks),
        incomes,
    )


def _part(model: Conditioned, asked: Windows, draws: int, rng: np.random.Generator) -> Part:
    shared = draw_shared(model, draws, rng)
    rows, gain, spread = model.gains(asked)
    weights = rows[None] - gain @ model.design
    constant = (gain @ model.residual[:, :, None])[:, :, 0]
    values, vectors = np.linalg.eigh(spread)
    root = vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :]
    return Part(
        model,
        np.ascontiguousarray(shared.paths.transpose(1, 2, 0), dtype=np.float32),
        np.ascontiguousarray(weights, dtype=np.float32),
        constant.astype(np.float32),
        root.astype(np.float32),
    )


def each_area(
    simulation: Simulation, reduce: Callable[[int], Result], workers: int = 2
) -> Iterator[Result]:
    """``reduce`` of every area in the order of the areas, over ``workers`` threads.

    numpy lets other threads run while it draws; nothing about the result depends on how many.
    """
    with one_thread():
        if workers <= 1:
            yield from map(reduce, range(len(simulation.areas)))
            return
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(reduce, range(len(simulation.areas)))
