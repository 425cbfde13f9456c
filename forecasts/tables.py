"""All tables of the forecast from one body of input, as known on a day: one call for a run."""

from __future__ import annotations

from datetime import date

import polars as pl

from forecasts.boundaries import boundaries
from forecasts.changes import Change
from forecasts.diagnostics import diagnostics_table
from forecasts.distances import logistic
from forecasts.fans import COLUMNS, trajectory_table
from forecasts.freshness import fresh_areas
from forecasts.horizon import Horizon, Today, horizon
from forecasts.households import persons_per_dwelling
from forecasts.list_sizes import list_size_rows
from forecasts.locked import lock
from forecasts.outlook import Found, Surroundings, areas_with_figures
from forecasts.outlook_memberships import (
    areas_with_memberships,
    history_of,
    made_as_before,
    standing_at_last,
)
from forecasts.panel import Known, gather
from forecasts.pooling import pooled_prior
from forecasts.prior import PriorFile, read_prior
from forecasts.public import figures_behind, public_figures
from forecasts.remarks import pooled_rows, remark_rows, remark_table, silent_rows
from forecasts.rows import CRITERION_OUTLOOK, DECIDING, LIST_SIZE, OUTLOOK, WHATIF, table
from forecasts.seen import Remark
from forecasts.simulate import DRAWS, Simulation, prepare
from forecasts.surprises import newest_surprises
from forecasts.trajectory import REGION_IDS, Conditioned
from forecasts.whatif_answer import answers, with_households
from monitor.errors import NothingToSayError
from monitor.inputs import Inputs
from monitor.law.load import Scenario, law_on
from monitor.law.model import Law
from monitor.public_record import record_lists, record_memberships
from monitor.words import Language, say

AREA_BY = ("area_id", "list_date", "category")
DECIDING_BY = ("area_id", "list_date", "indicator")


def forecast_tables(
    inputs: Inputs,
    as_of: date,
    *,
    scenario: Scenario | None = None,
    language: Language = "da",
    draws: int = DRAWS,
    workers: int = 2,
    prior: PriorFile | None = None,
) -> dict[str, pl.DataFrame]:
    """The tables ``outlook``, ``criterion_outlook``, ``list_size``, ``trajectory``, and more.

    Also ``deciding_figures``, ``whatif``, ``forecast_diagnostics``, and ``forecast_remarks``: what
    a reader must know of the figures behind them. A table is empty, never missing, where nothing
    can be said.

    Args:
        inputs: figures, lists and areas.
        as_of: nothing known later is used.
        scenario: of the law.
        language: of sources and remarks.
        draws: joint draws per area.
        workers: threads; they change nothing about the result.
        prior: instead of the one that ships with the tool.

    Raises:
        DateOutsideLawError: no law covers the lists after ``as_of``.
    """
    prepared = Outlooks(inputs, as_of, scenario, language, draws, prior)
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
        prior: PriorFile | None = None,
    ) -> None:
        self.inputs, self.as_of, self.language, self.draws = inputs, as_of, language, draws
        self.scenario = scenario

        def law_of(day: date) -> Law:
            return law_on(day, scenario, known=as_of)

        self.published = inputs.published(as_of)
        self.lists: Horizon = horizon(self.published, as_of, law_of)
        self.panel = inputs.panel(as_of)
        self.frozen: PriorFile = prior or read_prior()
        own = inputs.memberships.filter(pl.col("area_id").is_in(list(inputs.area_ids)))
        self.own = history_of(own, inputs.lists, inputs.figures, as_of)
        # leaving is learned from the whole lists of the record: a folder's are whole for its areas
        self.history = history_of(record_memberships(), record_lists(), public_figures(), as_of)
        self.placed = tuple(
            area for area in inputs.area_ids if inputs.regions.get(area) in REGION_IDS
        )
        self.figures = figures_behind(inputs)
        self.known: Known = gather(
            self.figures, inputs.regions, as_of, self.frozen, areas=self.placed
        )
        listed = set(standing_at_last(self.own).area_id)
        self.with_figures = fresh_areas(self.known, self.lists, listed)
        self.with_memberships = self._with_memberships()
        self.prior, self.pooled = pooled_prior(
            self.figures, inputs.regions, as_of, self.frozen, self.with_figures
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
            self.figures,
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
            households=self.households(),
        )

    def households(self) -> dict[str, float]:
        """Persons per dwelling of the areas whose dwellings are known."""
        return persons_per_dwelling(self.inputs.figures, self.with_figures, self.as_of)

    def tables(self, workers: int = 2) -> dict[str, pl.DataFrame]:
        """Every table."""
        around, total = self.surroundings(), Found()
        simulation = self.simulation()
        trajectory = pl.DataFrame(schema=COLUMNS)
        remarks = list(self.known.remarks)
        models: dict[str, Conditioned] = {}
        if simulation is not None:
            for found in areas_with_figures(simulation, around, workers):
                total.add(found)
            trajectory = trajectory_table(simulation, self.as_of, workers)
            models = {code: part.model for code, part in simulation.parts.items()}
            remarks = list(simulation.remarks)
            for model in models.values():
                remarks += newest_surprises(model)
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
            "list_size": self._sizes(total, newcomers=national and bool(self.with_memberships)),
            "trajectory": trajectory.filter(pl.col("list_date").is_in(list(self.lists.open))),
            "deciding_figures": table(total.deciding, DECIDING, DECIDING_BY),
            "whatif": table(total.whatif, WHATIF, ("area_id", "lever", "amount", *AREA_BY[1:])),
            "forecast_remarks": self._remarks(remarks),
            "forecast_diagnostics": diagnostics_table(models, self.pooled, self.as_of),
        }

    def whatif(self, area: str, changes: list[Change]) -> tuple[pl.DataFrame, tuple[date, ...]]:
        """One area before and after changes: table ``whatif``, and lists no change reaches.

        Raises:
            NothingToSayError: the area has no recent figures, or its dwellings are not known.
        """
        simulation = self.simulation()
        if simulation is None or area not in simulation.areas:
            raise NothingToSayError("forecast.whatif_no_figures", area=area)
        asked = with_households(changes, area, self.households())
        rows, locked = answers(simulation, area, asked, self.lists)
        return table(rows, WHATIF, AREA_BY[:2]), locked

    def _national(self) -> bool:
        """Whether the input holds all areas ever listed, not one municipality's alone."""
        ever = set(self.history.area_id)
        return bool(ever) and ever <= set(self.inputs.area_ids)

    def _sizes(self, total: Found, *, newcomers: bool) -> pl.DataFrame:
        areas = {*self.with_figures, *self.with_memberships}
        rows = list_size_rows(
            total.sizes, total.outlook, self.lists, areas, self.draws, newcomers=newcomers
        )
        return table(rows, LIST_SIZE, AREA_BY[1:])

    def _remarks(self, found: list[Remark]) -> pl.DataFrame:
        names = dict(self.inputs.areas.select("area_id", "name").iter_rows())
        told = {*self.with_figures, *self.with_memberships}
        moved = boundaries(
            {area: names[area] for area in self.with_figures},
            self.as_of,
            self.inputs.further.get("departments"),
            self.language,
        )
        rows = remark_rows(found, moved, self.known.observations, names, self.as_of, self.language)
        rows += pooled_rows(self.pooled, self.as_of, self.language)
        learned = self.frozen.provenance.get("as_of")
        if isinstance(learned, date) and learned > self.as_of:
            text = say("forecast.prior_later", self.language, learned=learned.isoformat())
            rows.append((self.as_of, "", "", "", "prior_later", text))
        silent = {area: name for area, name in names.items() if area not in told}
        rows += silent_rows(silent, self.placed, self.as_of, self.language)
        return remark_table(rows)
