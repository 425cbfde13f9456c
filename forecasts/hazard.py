"""Leaving and coming back, from membership histories alone (forecasting.md B.4).

Leaving: a logit on log streak and log residents with a random effect of the year, fitted by
``statsmodels``; next year's effect is unknown and integrated over. Coming back: the rate of recent
years, the same for every area, for nothing was found that beats it.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.typing import NDArray
from scipy.special import expit, logit

from forecasts.histories import AtRisk
from forecasts.scales import Array
from forecasts.streams import stream
from forecasts.threads import on_one_thread

COEFFICIENTS = 3
COEFFICIENT_SD = 1.0
"""Prior sd of each coefficient on the logit scale: one logit for a factor e of streak or size."""
YEAR_LOG_SD = 0.5
"""Prior of the year effect: log sd N(0, 0.5), so about one logit."""
STANDARD_RESIDENTS = 2000.0
RECENT = 3
"""Lists the rate of coming back looks at; with half an event among ten area-years added."""
RETURN_PRIOR = (0.5, 10.0)
LEAVING_PRIOR = 0.27
"""Of one area-year added: the share that left, lists of 2010-2024, where no list shows any."""
POINTS = 41


@dataclass(frozen=True)
class Leaving:
    """The fitted model of leaving.

    Attributes:
        coefficients: (3) intercept, log streak, log(residents / 2,000).
        covariance: (3, 3) of their posterior.
        year_sd: sd of a year's common effect, logits.
        median_residents: stands in where residents were never published.
        area_years: fitted on.
    """

    coefficients: Array
    covariance: Array
    year_sd: float
    median_residents: float
    area_years: int

    def _design(self, rows: AtRisk) -> Array:
        return _design(rows, self.median_residents)

    def probability(self, rows: AtRisk) -> Array:
        """Probability of leaving at the next list, the year's effect integrated over."""
        design = self._design(rows)
        centre = design @ self.coefficients
        spread = np.einsum("mi,ij,mj->m", design, self.covariance, design) + self.year_sd**2
        nodes, weights = hermegauss(POINTS)
        chance = expit(centre[:, None] + np.sqrt(spread)[:, None] * nodes)
        return np.asarray(chance @ weights / weights.sum())


def _design(rows: AtRisk, median: float) -> Array:
    size = np.where(np.isnan(rows.residents), median, rows.residents)
    return np.column_stack(
        [np.ones(len(size)), np.log(np.maximum(rows.streak, 1)), np.log(size / STANDARD_RESIDENTS)]
    )


@on_one_thread
def fit_leaving(history: AtRisk) -> Leaving:
    """Fit leaving on every listed area-year whose next list is known."""
    from statsmodels.genmod.bayes_mixed_glm import BinomialBayesMixedGLM

    rows = history.where(history.on & (history.next_on >= 0))
    known = rows.residents[~np.isnan(rows.residents)]
    median = float(np.median(known)) if len(known) else STANDARD_RESIDENTS
    if not len(rows.on) or rows.next_on.all() or not rows.next_on.any():
        # nothing to tell streak and size apart by: the rate alone, as open as the prior leaves it
        leavers = LEAVING_PRIOR + float((rows.next_on == 0).sum())
        centre = np.array([logit(leavers / (len(rows.on) + 1.0)), 0.0, 0.0])
        spread = COEFFICIENT_SD**2 * np.eye(COEFFICIENTS)
        return Leaving(centre, spread, 1.0, median, len(rows.on))
    years = np.array([day.year for day in rows.list_date])
    marks = (years[:, None] == np.unique(years)[None, :]).astype(float)
    model = BinomialBayesMixedGLM(
        1.0 - rows.next_on,
        _design(rows, median),
        marks,
        np.zeros(marks.shape[1], dtype=int),
        vcp_p=YEAR_LOG_SD,
        fe_p=COEFFICIENT_SD,
    )
    with warnings.catch_warnings():
        # statsmodels switches its own convergence warnings back on; the fit is judged by its score
        warnings.simplefilter("ignore")
        found = model.fit_map(minim_opts={"maxiter": 1000}, rng=stream("hazard/start"))
    covariance = np.asarray(found.cov_params())[:COEFFICIENTS, :COEFFICIENTS]
    return Leaving(
        np.asarray(found.fe_mean, dtype=np.float64),
        0.5 * (covariance + covariance.T),
        float(np.exp(found.vcp_mean[0])),
        median,
        len(years),
    )


def return_rate(history: AtRisk, recent: int = RECENT) -> float:
    """Chance that an area off the list is on the next one: the rate of the last lists."""
    rows = history.where(~history.on & (history.next_on >= 0))
    events, trials = RETURN_PRIOR
    if len(rows.on):
        days = sorted(set(rows.list_date))[-recent:]
        inside = np.isin(rows.list_date, np.array(days, dtype=object))
        events += float(rows.next_on[inside].sum())
        trials += float(inside.sum())
    return events / trials


@dataclass(frozen=True)
class ComingLists:
    """Draws of the coming lists.

    Attributes:
        on: (draws, m, lists) of the areas at risk, on the list or not.
        new: (draws, lists) areas on the list that had never been on one.
    """

    on: NDArray[np.bool_]
    new: NDArray[np.int64]

    def sizes(self) -> NDArray[np.int64]:
        """(draws, lists) how many areas each list holds."""
        return np.asarray(self.on.sum(axis=1) + self.new, dtype=np.int64)


def draw_lists(
    history: AtRisk, standing: AtRisk, lists_ahead: int, draws: int, rng: np.random.Generator
) -> ComingLists:
    """Draws of membership of the coming lists, each with a year effect of its own.

    A year that holds areas on the list also sends more there: the effect acts on leaving, coming
    back and newcomers at once, so that the sizes of the lists are as uncertain as they are.

    Args:
        history: what is fitted on.
        standing: the newest list's rows.
        lists_ahead: how many lists.
        draws: how many.
        rng: their stream.
    """
    leaving, back, fresh = fit_leaving(history), return_rate(history), newcomers(history)
    count, sd = len(standing.on), leaving.year_sd
    found = np.zeros((draws, count, lists_ahead), dtype=bool)
    new = np.zeros((draws, lists_ahead), dtype=np.int64)
    on = np.broadcast_to(standing.on, (draws, count)).copy()
    streak = np.broadcast_to(standing.streak, (draws, count)).copy()
    root = np.linalg.cholesky(leaving.covariance)
    beta = leaving.coefficients + rng.standard_normal((draws, COEFFICIENTS)) @ root.T
    design = _design(standing, leaving.median_residents)
    for number in range(lists_ahead):
        effect = sd * rng.standard_normal((draws, 1))
        leave = beta[:, [0]] + beta[:, [2]] * design[:, 2] + effect
        leave = leave + beta[:, [1]] * np.log(np.maximum(streak, 1))
        come = logit(back) - 0.5 * sd**2 - effect  # the mean over years stays the rate
        uniform = rng.random((draws, count))
        on = np.where(on, uniform >= expit(leave), uniform < expit(come))
        streak = np.where(on, streak + 1, 0)
        found[:, :, number] = on
        new[:, number] = rng.poisson(fresh * np.exp(-effect[:, 0] - 0.5 * sd**2))
    return ComingLists(found, new.cumsum(axis=1))


def newcomers(history: AtRisk, recent: int = RECENT) -> float:
    """Mean number of areas per list that had never been on one, over the last lists."""
    days = sorted(set(history.list_date))
    first: dict[object, int] = {}
    for day, area in zip(history.list_date, history.area_id, strict=True):
        first.setdefault(area, days.index(day))
    last = range(max(len(days) - recent, 1), len(days))
    events = sum(number in last for number in first.values())
    return (events + 0.5) / max(len(last), 1)
