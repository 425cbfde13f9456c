"""All tables of the forecast from one body of input, as known on a day: one call for a run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from forecasts.baselines import random_walk_on_counts
from forecasts.distances import logistic
from forecasts.fans import COLUMNS, trajectory_table
from forecasts.horizon import COUNTED, Horizon, Today, horizon
from forecasts.locked import lock
from forecasts.outlook import Found, Surroundings, areas_with_figures, fresh, supported_lists
from forecasts.outlook_memberships import (
    areas_with_memberships,
    history_of,
    made_as_before,
    standing_at_last,
)
from forecasts.panel import Known, gather
from forecasts.prior import PriorFile, read_prior
from forecasts.public import public_figures
from forecasts.rows import (
    CRITERION_OUTLOOK,
    DECIDING,
    LIST_SIZE,
    OUTLOOK,
    REMARKS,
    WHATIF,
    Row,
    table,
)
from forecasts.seen import Remark
from forecasts.simulate import DRAWS, Simulation, prepare
from forecasts.streams import stream
from forecasts.support import lists_supported
from forecasts.through_law import settled, through_law
from forecasts.trajectory import REGION_IDS
from forecasts.whatif import Change, changed, compare, reaches
from monitor.errors import NothingToSayError
from monitor.indicators import indicator
from monitor.inputs import Inputs
from monitor.law.load import Scenario, law_on
from monitor.law.model import Law
from monitor.public_record import record_lists, record_memberships
from monitor.words import Language, say

AREA_BY = ("area_id", "list_date", "category")


def forecast_tables(
    inputs: Inputs,
    as_of: date,
    *,
    scenario: Scenario | None = None,
    language: Language = "da",
    draws: int = DRAWS,
    workers: int = 2,
) -> dict[str, pl.DataFrame]:
    """The tables ``outlook``, ``criterion_outlook``, ``list_size``, ``trajectory``, and more.

    Also ``deciding_figures``, ``whatif``, and ``forecast_remarks``: what a reader must know of the
    figures behind them. A table is empty, never missing, where nothing can be said.

    Args:
        inputs: figures, lists and areas.
        as_of: nothing known later is used.
        scenario: of the law.
        language: of sources and remarks.
        draws: joint draws per area.
        workers: threads; they change nothing about the result.

    Raises:
        DateOutsideLawError: no law covers the lists after ``as_of``.
    """
    prepared = Outlooks(inputs, as_of, scenario, language, draws)
    return prepared.tables(workers)


class Outlooks:
    """One body of input on one day, ready to be asked for its tables or for a what-if."""

    def __init__(
        self,
        inputs: Inputs,
        as_of: date,
        scenario: Scenario | None = None,
        language: Language = "da",
        draws: int = DRAWS,
    ) -> None:
        self.inputs, self.as_of, self.language, self.draws = inputs, as_of, language, draws
        self.scenario = scenario

        def law_of(day: date) -> Law:
            return law_on(day, scenario, known=as_of)

        self.published = inputs.published(as_of)
        self.lists: Horizon = horizon(self.published, as_of, law_of)
        self.panel = inputs.panel(as_of)
        self.prior: PriorFile = read_prior()
        own = inputs.memberships.filter(pl.col("area_id").is_in(list(inputs.area_ids)))
        self.own = history_of(own, inputs.lists, inputs.figures, as_of)
        # leaving is learned from the whole lists of the record: a folder's are whole for its areas
        self.history = history_of(record_memberships(), record_lists(), public_figures(), as_of)
        self.placed = tuple(
            area for area in inputs.area_ids if inputs.regions.get(area) in REGION_IDS
        )
        self.known: Known = gather(
            inputs.figures, inputs.regions, as_of, self.prior, areas=self.placed
        )
        self.with_figures = self._with_figures()
        self.with_memberships = self._with_memberships()

    def _with_figures(self) -> tuple[str, ...]:
        """Areas with enough fresh figures to judge; those without any history of lists need one.

        A figure is fresh where it is no further from the next list's own year than the backtest
        was from the lists it tested.
        """
        day = self.lists.open[0]
        law = self.lists.law_of(day)
        fresh: dict[str, int] = dict.fromkeys(self.known.areas, 0)
        counted = {c for one in law.categories.values() for c in one.counted}
        for code in sorted(counted):
            seen = self.known.observations[law.criteria[code].indicator]
            recent = seen.last >= law.criteria[code].years(day)[-1] - lists_supported("values")
            for area in {seen.areas[number] for number in seen.area[recent].tolist()}:
                fresh[area] += 1
        listed = set(standing_at_last(self.own).area_id)
        needed = min((one.needed for one in law.categories.values() if one.counted), default=1)
        return tuple(
            area for area in self.known.areas if fresh[area] >= (needed if area in listed else 1)
        )

    def _with_memberships(self) -> tuple[str, ...]:
        if not made_as_before(self.lists, self.lists.open[0]):
            return ()
        own = set(self.inputs.area_ids) - set(self.with_figures)
        return tuple(sorted(own & set(standing_at_last(self.own).area_id)))

    def simulation(self) -> Simulation | None:
        """Draws of the areas with figures; None where there are none."""
        if not self.with_figures:
            return None
        days = self.lists.drawn(self.with_figures)
        laws = tuple(self.lists.law_of(day) for day in days)
        known = gather(
            self.inputs.figures,
            self.inputs.regions,
            self.as_of,
            self.prior,
            areas=self.with_figures,
        )
        references = {code: one.reference for code, one in self.prior.indicators.items()}
        locked = lock(
            self.panel,
            known.areas,
            tuple(zip(laws, days, strict=True)),
            references,
            relative=known.relative,
        )
        return prepare(known, days, laws, self.prior, locked=locked, draws=self.draws)

    def surroundings(self) -> Surroundings:
        """What every area's rows need besides its draws."""
        return Surroundings(
            lists=self.lists,
            today=Today(self.lists, self.panel, self.inputs.area_ids),
            panel=self.panel,
            logistic=logistic(self.lists, self.panel, self.with_figures, self.prior),
            language=self.language,
            scenario=self.scenario.id if self.scenario else "",
        )

    def tables(self, workers: int = 2) -> dict[str, pl.DataFrame]:
        """Every table."""
        around, total = self.surroundings(), Found()
        simulation = self.simulation()
        trajectory = None
        remarks = list(self.known.remarks)
        if simulation is not None:
            for found in areas_with_figures(simulation, around, workers):
                total.add(found)
            trajectory = trajectory_table(simulation, self.as_of, workers)
            remarks = list(simulation.remarks)
        national = self._national()
        if self.with_memberships:
            asked = set(self.with_memberships)
            total.add(
                areas_with_memberships(
                    self.history,
                    standing_at_last(self.own),
                    asked,
                    around,
                    self.draws,
                    newcomers=national,
                )
            )
        return {
            "outlook": table(total.outlook, OUTLOOK, AREA_BY),
            "criterion_outlook": table(total.criteria, CRITERION_OUTLOOK, (*AREA_BY, "criterion")),
            "list_size": table(self._sizes(total, national=national), LIST_SIZE, AREA_BY[1:]),
            "trajectory": self._trajectory(trajectory),
            "deciding_figures": table(
                total.deciding, DECIDING, ("area_id", "list_date", "indicator")
            ),
            "whatif": table(total.whatif, WHATIF, ("area_id", "lever", "amount", *AREA_BY[1:])),
            "forecast_remarks": self._remarks(remarks),
        }

    def whatif(self, area: str, changes: list[Change]) -> tuple[pl.DataFrame, tuple[date, ...]]:
        """One area before and after changes: table ``whatif``, and lists no change reaches.

        Raises:
            NothingToSayError: the area has no recent figures.
        """
        simulation = self.simulation()
        if simulation is None or area not in simulation.areas:
            raise NothingToSayError("forecast.whatif_no_figures", area=area)
        index, limits = simulation.areas.index(area), simulation.limits()
        block = simulation.block(index)
        before = through_law(simulation, index, block, limits, self.lists)
        after = changed(simulation, index, block, limits, self.lists, before, changes)
        numbers = supported_lists(simulation, self.lists)
        total = sum(change.amount for change in changes)
        codes = "+".join(change.lever.code for change in changes)
        sure = settled(simulation, index)
        rows = [
            row
            for row in compare(simulation, index, before, after, numbers, codes, total)
            if fresh(simulation, index, simulation.lists.index(row.list_date), row.category)
            or (simulation.lists.index(row.list_date), row.category) in sure
        ]
        if not rows:
            raise NothingToSayError("forecast.whatif_no_figures", area=area)
        locked = tuple(
            simulation.lists[number]
            for number in numbers
            if not any(reaches(simulation, number, change, self.as_of) for change in changes)
        )
        return table(rows, WHATIF, AREA_BY[:2]), locked

    def _national(self) -> bool:
        """Whether the input holds all areas ever listed, not one municipality's alone."""
        ever = set(self.history.area_id)
        return bool(ever) and ever <= set(self.inputs.area_ids)

    def _trajectory(self, frame: pl.DataFrame | None) -> pl.DataFrame:
        if frame is None:
            return pl.DataFrame(schema=COLUMNS)
        return frame.filter(pl.col("list_date").is_in(list(self.lists.open)))

    def _sizes(self, total: Found, *, national: bool) -> list[Row]:
        spoken = [*self.with_figures, *self.with_memberships]
        rows: list[Row] = []
        for (day, category), size in sorted(total.sizes.items()):
            if day not in self.lists.open:
                continue
            cut = np.percentile(size, [10.0, 50.0, 90.0]).round(1).tolist()
            walk = self._walk(day, category, set(spoken))
            counted = int(sum(1 for r in total.outlook if r[1] == day and r[3] == category))
            fresh = national and category == COUNTED and bool(self.with_memberships)
            rows.append((self.as_of, day, category, *cut, *walk, counted, fresh))
        return rows

    def _walk(self, day: date, category: str, areas: set[str]) -> tuple[float | None, ...]:
        """A random walk on how many of these areas each whole list held."""
        counts = [
            sum(area in areas for area in self.published.members(known, category))
            for known in self.lists.known
            if self.published.whole(known, category)
        ]
        if not counts:
            return (None, None, None)
        rng = stream(f"list_size/{category}/{day}")
        walk = random_walk_on_counts(counts, self.lists.unread(day), self.draws, rng)
        return tuple(np.percentile(walk, [10.0, 50.0, 90.0]).round(1).tolist())

    def _remarks(self, found: list[Remark]) -> pl.DataFrame:
        rows: list[Row] = [
            (self.as_of, one.area_id, one.indicator, one.period, one.key.removeprefix("forecast."),
             self._say(one))
            for one in found
        ]  # fmt: skip
        learned = self.prior.provenance["as_of"]
        if isinstance(learned, date) and learned > self.as_of:
            text = say("forecast.prior_later", self.language, learned=learned.isoformat())
            rows.append((self.as_of, "", "", "", "prior_later", text))
        told = {*self.with_figures, *self.with_memberships}
        for area in sorted(set(self.inputs.area_ids) - told):
            key = "no_history" if area in self.placed else "unplaced"
            rows.append(
                (self.as_of, area, "", "", key, say(f"forecast.{key}", self.language, area=area))
            )
        return table(
            dict.fromkeys(rows), REMARKS, ("area_id", "kind", "indicator", "period", "text")
        )

    def _say(self, one: Remark) -> str:
        fields: Mapping[str, object] = {
            "area": one.area_id,
            "indicator": indicator(one.indicator).name[self.language],
            "period": one.period,
            "found": one.found,
            "expected": one.expected,
        }
        return say(one.key, self.language, **fields)
