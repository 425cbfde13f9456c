"""The main scores in sentences."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from forecasts.backtest.table import AHEAD
from forecasts.scales import INDICATORS
from monitor.indicators import indicator
from monitor.words import Language, amount, say


def sentences(table: pl.DataFrame, language: Language) -> Iterator[str]:
    """The main scores of the table, one sentence each; the ones that show no gain as well."""
    pooled = table.filter(pl.col("year").is_null())

    def score(target: str, model: str, name: str, ahead: int = 1, what: str = "parallel") -> Cell:
        rows = pooled.filter(
            (pl.col("target") == target)
            & (pl.col("model") == model)
            & (pl.col("score") == name)
            & (pl.col("ahead") == ahead)
            & (pl.col("indicator_or_category") == what)
        )
        return Cell(rows.row(0, named=True), language)

    for ahead in AHEAD:
        for code in INDICATORS:
            gain = score("value", "model", "skill_crps", ahead, code)
            yield say(
                "forecast.backtest_value",
                language,
                indicator=indicator(code).name[language],
                ahead=ahead,
                skill=gain.percent("value"),
                low=gain.percent("low"),
                high=gain.percent("high"),
                coverage=score("value", "model", "coverage_80", ahead, code).percent("value"),
            )
    for ahead in AHEAD:
        told = [
            score("membership_values", model, "brier", ahead)
            for model in ("model", "stays", "logistic")
        ]
        yield say(
            "forecast.backtest_membership",
            language,
            ahead=ahead,
            model=told[0].plain("value"),
            stays=told[1].plain("value"),
            logistic=told[2].plain("value"),
            n=told[0].row["n"],
        )
    for ahead in AHEAD:
        hazard, stays = (
            score("membership_history", m, "brier", ahead) for m in ("hazard", "stays")
        )
        yield say(
            "forecast.backtest_history",
            language,
            ahead=ahead,
            model=hazard.plain("value"),
            stays=stays.plain("value"),
            n=hazard.row["n"],
        )


class Cell:
    """One row of the table, its numbers in words."""

    def __init__(self, row: dict[str, object], language: Language) -> None:
        self.row, self.language = row, language

    def plain(self, column: str) -> str:
        """A score with three decimals."""
        return amount(float(str(self.row[column])), self.language, 3, 3)

    def percent(self, column: str) -> str:
        """A share as whole percent."""
        return amount(100.0 * float(str(self.row[column])), self.language, 0) + " %"
