"""The forecast's own record: last year's warning, the backtest; and how old the figures are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from reports.language import sentence_start
from reports.warning.came import came_row
from reports.warning.dwellings import PUBLISHED
from reports.warning.model import Age, Hit, LastYear
from reports.warning.setting import chain

if TYPE_CHECKING:
    from monitor.law.model import Criterion
    from reports.source import Row
    from reports.warning.setting import Setting

HALF = 0.5
NEAR = 0.2
"""An outcome we held for less likely, but for at least this, is a near one."""
MONTHS = 12


def last_year(setting: Setting, names: dict[str, str]) -> LastYear | None:
    """Last year's warning against what came; None where nothing was sealed."""
    rows = [
        row
        for row in setting.tables.rows("scorecard")
        if row["list_date"] is not None
        and row["list_date"] < setting.this
        and row["area_id"] in names
        and row["probability"] is not None
        and row["outcome"] in ("yes", "no")
    ]
    if not rows:
        return None
    newest = max(row["list_date"] for row in rows)
    rows = [row for row in rows if row["list_date"] == newest]
    present = {row["category"] for row in rows}
    law = setting.law_of(newest)
    category = next((code for code in (*chain(law), *law.categories) if code in present), None)
    rows = [row for row in rows if row["category"] == category]
    hits = tuple(_hit(setting, row, names[row["area_id"]]) for row in rows)
    text = setting.text
    right = sum(not hit.missed for hit in hits)
    term = law.categories[category].terms[setting.language] if category in law.categories else ""
    sentences = [
        sentence_start(text("last_year.right", right=text.count(right), all=text.count(len(hits))))
    ]
    for hit in hits:
        if hit.missed:
            key = "last_year.came" if hit.came else "last_year.did_not"
            sentences.append(text(key, area=hit.name, said=hit.said))
    return LastYear(
        tuple(sentences), _score(setting, rows), hits, term, text("last_year.axis", term=term)
    )


def came_then(setting: Setting, names: dict[str, str]) -> LastYear | None:
    """This report's own warning against the list that came; None where nobody looks back.

    Only areas with a probability are judged; the list's widest category decides.
    """
    category = setting.chain[0]
    rows = []
    for row in setting.tables.rows("outlook"):
        if row["list_date"] != setting.this or row["probability"] is None:
            continue
        found = came_row(setting, row["area_id"]) if row["area_id"] in names else None
        if found is None:
            continue
        if row["category"] not in setting.chain or found.get(row["category"]) not in ("yes", "no"):
            continue
        outcome = found[row["category"]]
        hit = float(outcome == "yes")
        stays = row["stays"]
        rows.append(
            {
                **row,
                "outcome": outcome,
                "brier": (row["probability"] - hit) ** 2,
                "brier_stays": None if stays is None else (stays - hit) ** 2,
            }
        )
    present = {row["category"] for row in rows}
    category = next((code for code in setting.chain if code in present), category)
    rows = [row for row in rows if row["category"] == category]
    if not rows:
        return None
    text = setting.text
    term = setting.law.categories[category].terms[setting.language]
    hits = tuple(_hit(setting, row, names[row["area_id"]]) for row in rows)
    right = sum(not hit.missed for hit in hits)
    came_on = sum(hit.came for hit in hits)
    said_on = sum(hit.share > HALF for hit in hits)
    sentences = [
        text("came.right", right=right, all=len(hits)),
        text("came.on_list", number=came_on, said=said_on, term=term),
    ]
    for key, missed in (
        ("came.came", [hit for hit in hits if hit.missed and hit.came]),
        ("came.did_not", [hit for hit in hits if hit.missed and not hit.came]),
    ):
        if missed:
            said = text.listed([f"{hit.name} ({hit.said})" for hit in missed])
            sentences.append(text(key, areas=said))
    axis = text("last_year.axis", term=term)
    return LastYear(tuple(sentences), _score(setting, rows), hits, term, axis)


def _hit(setting: Setting, row: Row, name: str) -> Hit:
    came = row["outcome"] == "yes"
    share = row["probability"]
    missed = came != (share > HALF)
    near = not missed and (NEAR <= share <= 1 - NEAR)
    return Hit(name, share, setting.numbers.probability(share).text, came, missed, near)


def _score(setting: Setting, rows: list[Row]) -> str:
    ours = [row["brier"] for row in rows if row["brier"] is not None]
    stays = [row["brier_stays"] for row in rows if row["brier_stays"] is not None]
    if not ours or not stays:
        return ""
    return setting.text(
        "last_year.score",
        ours=setting.numbers.decimal(sum(ours) / len(ours), 2),
        stays=setting.numbers.decimal(sum(stays) / len(stays), 2),
    )


def said_last_year(setting: Setting, area_id: str) -> str:
    """What was said of one area last year, in one sentence; empty where nothing was."""
    rows = [
        row
        for row in setting.tables.rows("scorecard", area_id)
        if row["probability"] is not None and row["list_date"] and row["list_date"] < setting.this
    ]
    if not rows:
        return ""
    newest = max(row["list_date"] for row in rows)
    law = setting.law_of(newest)
    row = next(row for row in rows if row["list_date"] == newest)
    term = law.categories[row["category"]].terms[setting.language]
    key = {"yes": "said.came", "no": "said.did_not"}.get(row["outcome"] or "", "said.unknown")
    return setting.text(
        key, term=term, said=setting.numbers.probability(row["probability"]).said, year=newest.year
    )


def ages(setting: Setting) -> tuple[Age, ...]:
    """One row a criterion: standing, period and age in months on the coming list date."""
    standings: dict[str, Counter[str]] = {}
    for row in setting.tables.rows("criteria"):
        if row["list_date"] == setting.this and row["standing"]:
            standings.setdefault(row["criterion"], Counter())[row["standing"]] += 1
    found = []
    for code, criterion in setting.law.criteria.items():
        common = standings.get(code, Counter()).most_common()
        # the commonest standing of what is there; missing only where it is missing everywhere
        present = [name for name, _ in common if name != "missing"] or ["missing"]
        months = _months(_end(criterion, setting.this), setting.this)
        found.append(
            Age(
                setting.criterion_name(code),
                present[0],
                setting.numbers.period(criterion.period(setting.this)),
                months,
                str(months),
            )
        )
    shares = setting.tables.frame("family_share")
    dwellings = shares.filter(pl.col("reading").ne_missing(PUBLISHED))["date"].drop_nulls()
    if not dwellings.is_empty():
        newest = max(dwellings.to_list())
        months = _months(newest, setting.this)
        found.append(
            Age(
                setting.text("ages.dwellings"),
                "known",
                setting.numbers.date(newest),
                months,
                str(months),
            )
        )
    return tuple(found)


def _end(criterion: Criterion, list_date: date) -> date:
    last = criterion.years(list_date)[-1]
    return date(last, 1, 1) if criterion.moment == "1 January" else date(last, 12, 31)


def _months(start: date, end: date) -> int:
    months = (end.year - start.year) * MONTHS + end.month - start.month
    return max(0, months - (end.day < start.day))
