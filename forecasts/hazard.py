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
from scipy.special import expit

from forecasts.histories import AtRisk
from forecasts.scales import Array

COEFFICIENTS = 3
COEFFICIENT_SD = 1.0
"""Prior sd of each coefficient on the logit scale: one logit for a factor e of streak or size."""
YEAR_LOG_SD = 0.5
"""Prior of the year effect: log sd N(0, 0.5), so about one logit."""
STANDARD_RESIDENTS = 2000.0
RECENT = 3
"""Lists the rate of coming back looks at; with half an event among ten area-years added."""
RETURN_PRIOR = (0.5, 10.0)
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

    def draw(self, rows: AtRisk, draws: int, rng: np.random.Generator) -> Array:
        """(draws, m) probabilities of leaving, sharing coefficients and the year's effect."""
        root = np.linalg.cholesky(self.covariance)
        beta = self.coefficients + rng.standard_normal((draws, COEFFICIENTS)) @ root.T
        effect = self.year_sd * rng.standard_normal((draws, 1))
        return np.asarray(expit(beta @ self._design(rows).T + effect))


def _design(rows: AtRisk, median: float) -> Array:
    size = np.where(np.isnan(rows.residents), median, rows.residents)
    return np.column_stack(
        [np.ones(len(size)), np.log(np.maximum(rows.streak, 1)), np.log(size / STANDARD_RESIDENTS)]
    )


def fit_leaving(history: AtRisk) -> Leaving:
    """Fit leaving on every listed area-year whose next list is known."""
    from statsmodels.genmod.bayes_mixed_glm import BinomialBayesMixedGLM

    rows = history.where(history.on & (history.next_on >= 0))
    known = rows.residents[~np.isnan(rows.residents)]
    median = float(np.median(known)) if len(known) else STANDARD_RESIDENTS
    if not len(rows.on):
        return Leaving(
            np.array([-1.0, 0.0, 0.0]), COEFFICIENT_SD**2 * np.eye(COEFFICIENTS), 1.0, median, 0
        )
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
        found = model.fit_map(minim_opts={"maxiter": 1000})
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


def stay_chances(
    history: AtRisk, standing: AtRisk, lists_ahead: int, draws: int, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Draws of membership of the coming lists.

    Args:
        history: what is fitted on.
        standing: the newest list's rows.
        lists_ahead: how many lists.
        draws: how many.
        rng: their stream.

    Returns:
        (draws, m, lists_ahead) on the list or not; a new year effect for every list.
    """
    leaving, back = fit_leaving(history), return_rate(history)
    count = len(standing.on)
    found = np.zeros((draws, count, lists_ahead), dtype=bool)
    on = np.broadcast_to(standing.on, (draws, count)).copy()
    streak = np.broadcast_to(standing.streak, (draws, count)).copy()
    root = np.linalg.cholesky(leaving.covariance)
    beta = leaving.coefficients + rng.standard_normal((draws, COEFFICIENTS)) @ root.T
    design = _design(standing, leaving.median_residents)
    for number in range(lists_ahead):
        effect = leaving.year_sd * rng.standard_normal((draws, 1))
        logit = beta[:, [0]] + beta[:, [2]] * design[:, 2] + effect
        logit = logit + beta[:, [1]] * np.log(np.maximum(streak, 1))
        uniform = rng.random((draws, count))
        on = np.where(on, uniform >= expit(logit), uniform < back)
        streak = np.where(on, streak + 1, 0)
        found[:, :, number] = on
    return found
