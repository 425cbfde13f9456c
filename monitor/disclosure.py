"""Small cells: the last step before anything leaves the house in a public edition.

Withheld are counts of persons under a limit, the shares and means they stand behind, and whatever
published figure would give one of them away (``recovery.py``): a total beside its other parts, a
share beside its base, a two-year mean beside the other year. Verdicts stay; figures go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl

from monitor.errors import FigureError
from monitor.indicators import indicators
from monitor.recovery import Cell, Relation, withhold_besides
from monitor.words import Language, say

LIMIT = 5
"""Counts below this are withheld unless the user sets another limit."""

WITHHELD = {
    "area_id": pl.String,
    "indicator": pl.String,
    "period": pl.String,
    "why": pl.String,
}
"""``why``: small (under the limit), derived (made from a small one), subtraction."""

DERIVED: dict[str, tuple[str, tuple[str, ...]]] = {
    "criteria": ("criterion", ("value", "low", "high")),
    "margins": (
        "criterion",
        ("points", "persons", "persons_low", "persons_high", "kroner", "kroner_low", "kroner_high"),
    ),
    "trajectory": ("indicator", ("q025", "q10", "q50", "q90", "q975")),
    "findings": ("", ("text",)),
}
"""Table -> the column that names criterion or indicator, and the columns that hold figures."""

INTERNAL_ONLY = (
    "faults",
    "understood",
    "files_read",
    "context_figures",
    "departments",
    "plan_rows",
    "preventive_work",
    "forecast_remarks",
    "forecast_diagnostics",
    "local_figures",
    "local_scores",
    "local_categories",
    "local_sensitivity",
    "local_ranks",
    "local_counts",
    "local_grid",
    "local_radar",
    "local_outlook",
    "local_agreement",
    "local_allocation",
    "warning_in_time",
    "warning_leads",
)
"""Tables that never leave: they repeat cells of the user's files (remarks of the forecast in words,
its diagnostics as the mean of what may be one area), or hold the local list and the preventive
work, which a municipality keeps to itself."""

YEARS_BEHIND_LIST = 2
"""A list looks at most this many years back from its own (the law files' reference years)."""


@dataclass
class _Figures:
    """Figures in persons: a share as the count it stands for, and the relations between cells."""

    values: dict[Cell, Fraction] = field(default_factory=dict)
    small: set[Cell] = field(default_factory=set)
    derived: set[Cell] = field(default_factory=set)
    relations: list[Relation] = field(default_factory=list)


def withheld_figures(
    figures: pl.DataFrame,
    limit: int = LIMIT,
    parts: Mapping[str, Sequence[str]] | None = None,
) -> pl.DataFrame:
    """Which figures a public edition must leave out, and why.

    Args:
        figures: everything that would be published, columns area_id, indicator, period, value.
        limit: counts below it are withheld.
        parts: a published total -> the published parts it is the sum of (an area and its
            departments, the municipality and its areas).

    Returns:
        A frame of ``WITHHELD``, sorted.

    Raises:
        FigureError: the limit is below 1.
    """
    if limit < 1:
        raise FigureError("error.disclosure_limit", found=limit)
    found = _read(figures, limit)
    _tie_totals(found, parts or {})
    first = found.small | found.derived
    besides = withhold_besides(found.values, first, found.relations)
    reasons = (("small", found.small), ("derived", found.derived - found.small))
    rows = [(*cell, why) for why, cells in reasons for cell in cells]
    rows += [(*cell, "subtraction") for cell in besides]
    return pl.DataFrame(sorted(rows), schema=WITHHELD, orient="row")


def _read(figures: pl.DataFrame, limit: int) -> _Figures:
    given = figures.drop_nulls("value").select("area_id", "indicator", "period", "value")
    numbers: dict[Cell, Fraction] = {
        (area_id, indicator, period): Fraction(value)
        for area_id, indicator, period, value in given.iter_rows()
    }
    found = _Figures()
    known = indicators()
    for cell, value in numbers.items():
        if cell[1] in known and known[cell[1]].kind in ("count", "base"):
            found.values[cell] = value
            if value < limit:
                found.small.add(cell)
    for area_id, code, period in numbers:
        entry = known.get(code)
        if entry is None or entry.kind not in ("share", "ratio", "money"):
            continue
        cell = (area_id, code, period)
        if entry.count is not None and entry.base is not None:
            first, _, last = period.partition("-")
            if last.isdecimal():
                _tie_mean(found, numbers, cell, (first, last), limit)
            else:
                _tie_share(found, numbers, cell, limit)
        elif numbers.get((area_id, "income_base", period), Fraction(limit)) < limit:
            found.derived.add(cell)
    return found


def _tie_share(found: _Figures, numbers: Mapping[Cell, Fraction], cell: Cell, limit: int) -> None:
    area_id, code, period = cell
    entry = indicators()[code]
    count, base = (area_id, str(entry.count), period), (area_id, str(entry.base), period)
    if base not in numbers:
        if numbers.get(count, Fraction(limit)) < limit:
            found.derived.add(cell)
        return
    persons = numbers.get(count, numbers[cell] * numbers[base] / 100)
    found.values[cell] = persons
    if persons < limit or base in found.small:
        found.derived.add(cell)
    if count in numbers:
        found.relations.append(Relation.total(cell, [count]))
        if base in found.small:
            found.derived.add(count)


def _tie_mean(
    found: _Figures,
    numbers: Mapping[Cell, Fraction],
    cell: Cell,
    years: tuple[str, str],
    limit: int,
) -> None:
    """A mean of two yearly shares, in persons of the first year's base."""
    area_id, code, _ = cell
    entry = indicators()[code]
    bases = [numbers.get((area_id, str(entry.base), year)) for year in years]
    counts = [(area_id, str(entry.count), year) for year in years]
    shares = [(area_id, code, year) for year in years]
    if any(numbers.get(count, Fraction(limit)) < limit for count in counts):
        found.derived.add(cell)
    if None in bases or not all(bases):
        return
    first, second = (Fraction(base) for base in bases if base is not None)
    terms: dict[Cell, Fraction] = {}
    total = Fraction(0)
    for count, share, base, scale in zip(
        counts, shares, (first, second), (Fraction(1), first / second), strict=True
    ):
        if count not in numbers and share not in numbers:
            return
        shown = count if count in numbers else share
        persons = numbers[count] if count in numbers else numbers[share] * base / 100
        found.values.setdefault(shown, persons)
        terms[shown] = scale
        total += scale * persons
        if persons < limit:
            found.derived |= {cell, shown}
    found.values[cell] = total
    found.relations.append(Relation({cell: Fraction(-1)} | terms))


def _tie_totals(found: _Figures, parts: Mapping[str, Sequence[str]]) -> None:
    additive = {code for code, entry in indicators().items() if entry.kind in ("count", "base")}
    kinds = sorted({(cell[1], cell[2]) for cell in found.values if cell[1] in additive})
    for whole, members in sorted(parts.items()):
        for code, period in kinds:
            cells = [(member, code, period) for member in members]
            total = (whole, code, period)
            if total in found.values and all(cell in found.values for cell in cells):
                found.relations.append(Relation.total(total, cells))


def public_tables(
    tables: Mapping[str, pl.DataFrame], withheld: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The tables of a public edition: withheld figures emptied, internal tables left out.

    Each table touched gets a column ``withheld``. A figure made from a withheld one goes too:
    every criterion, margin, path and finding of that area and criterion on a list that looks back
    at the withheld year.
    """
    public = {name: table for name, table in tables.items() if name not in INTERNAL_ONLY}
    if "figures" in public:
        key = ["area_id", "indicator", "period"]
        gone = withheld.select(*key, withheld=pl.lit(value=True))
        marked = public["figures"].join(gone, on=key, how="left", maintain_order="left")
        public["figures"] = _emptied(marked, ("value",))
    lists = _lists_touched(withheld)
    for name, (subject, columns) in DERIVED.items():
        if name not in public:
            continue
        table = public[name].with_columns(pl.col("list_date").dt.year().alias("_year"))
        right = lists if subject else lists.drop("_theme").unique(maintain_order=True)
        keys = ["area_id", "_year"]
        if subject:
            table = table.with_columns(_theme(subject).alias("_theme"))
            keys.append("_theme")
        marked = table.join(right, on=keys, how="left", maintain_order="left")
        public[name] = _emptied(marked.drop("_year", "_theme", strict=False), columns)
    return public


def _emptied(table: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    gone = pl.col("withheld").fill_null(value=False)
    return table.with_columns(withheld=gone).with_columns(
        pl.when(pl.col("withheld")).then(None).otherwise(pl.col(name)).alias(name)
        for name in columns
        if name in table.columns
    )


def _theme(column: str) -> pl.Expr:
    """convicted_pct, convicted_count, convicted_base and the criterion convicted are one theme."""
    theme = pl.col(column).str.replace(r"_(pct|count|base|kr|pct_of_region)$", "")
    return theme.replace({"population": "residents"})


def _lists_touched(withheld: pl.DataFrame) -> pl.DataFrame:
    rows = sorted(
        {
            (area_id, year + later, theme)
            for area_id, theme, period in withheld.select(
                "area_id", _theme("indicator"), "period"
            ).iter_rows()
            for year in (int(period[:4]), int(_last_year(period)))
            for later in range(YEARS_BEHIND_LIST + 1)
        }
    )
    schema = {"area_id": pl.String, "_year": pl.Int32, "_theme": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(withheld=pl.lit(value=True))


def _last_year(period: str) -> str:
    last = period.rpartition("-")[2]
    return last if len(last) == len(period[:4]) else period[:4]


def marking(language: Language, *, public: bool, limit: int = LIMIT, withheld: int = 0) -> str:
    """The line every page and sheet carries: internal, or what a public edition leaves out."""
    if not public:
        return say("disclosure.internal", language)
    return say("disclosure.public", language, limit=limit, count=withheld)
