"""The local lists' own page: ranked areas, counts, grid, the years to come, agreement, warners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.warning.local import (
    COLOURS,
    NOT_FINAL,
    UNDECIDED,
    arrow_of,
    colour,
    models_scored,
    points_text,
)
from reports.warning.local_view import (
    LocalCount,
    LocalGrid,
    LocalList,
    LocalLists,
    LocalRow,
    LocalYear,
    Warner,
)

if TYPE_CHECKING:
    from reports.source import Row
    from reports.warning.model import AreaWarning
    from reports.warning.setting import Setting

UNKNOWN = "unknown"
"""The outlook's category of an area that cannot be placed."""
ATTENTION = ("outlook", "law_margins")
"""Warners that are no local model."""


def local_lists(setting: Setting, areas: tuple[AreaWarning, ...]) -> LocalLists | None:
    """Everything the page says; None where no model was scored."""
    models = models_scored(setting)
    if not models:
        return None
    told = {row["model"]: row for row in setting.tables.rows("local_models")}
    names = {row["area_id"]: row["name"] for row in setting.tables.rows("areas")}
    pages = {area.area_id: area.slug for area in areas}
    lists = tuple(
        _Model(setting, model, told.get(model), {**dict.fromkeys(pages), **names}, pages).whole()
        for model in models
    )
    return LocalLists(
        lists=lists,
        not_scored=tuple(
            setting.text("local_lists.not_scored", name=row[f"name_{setting.language}"])
            for row in told.values()
            if not row["scored"]
        ),
        agreement=_agreement(setting, told),
        warners=_warners(setting, told),
        aheads=tuple(setting.text(f"local_lists.ahead.{number}") for number in _aheads(setting)),
    )


def _name(setting: Setting, told: dict[str, Row], model: str) -> str:
    if model in ATTENTION:
        return setting.text(f"local_lists.warner.{model}")
    row = told.get(model)
    return (row[f"name_{setting.language}"] if row else None) or model


class _Model:
    """One model's part of the page."""

    def __init__(
        self,
        setting: Setting,
        model: str,
        told: Row | None,
        names: dict[str, str | None],
        pages: dict[str, str],
    ) -> None:
        self.setting, self.model, self.text = setting, model, setting.text
        self.name = (told[f"name_{setting.language}"] if told else None) or model
        self.note = (told[f"note_{setting.language}"] if told else None) or ""
        self.names, self.pages = names, pages
        rows = self._of("local_categories")
        self.final = [row for row in rows if row["final"] not in NOT_FINAL]
        self.newest = max((row["year"] for row in self.final if row["year"]), default=0)
        self.scale = [r for r in self._of("local_counts") if r["year"] == self.newest]
        self.codes = {r["category"]: colour(r["category"], r["severity"]) for r in self.scale}

    def _of(self, table: str) -> list[Row]:
        return [row for row in self.setting.tables.rows(table) if row["model"] == self.model]

    def whole(self) -> LocalList:
        """The list of the newest year."""
        coming = self._of("local_outlook")
        ranked = self._ranked()
        changed = sum(row["entered"].count("|") + 1 for row in self.scale if row["entered"])
        key = "one" if changed == 1 else "many"
        return LocalList(
            model=self.model,
            name=self.name,
            note=self.note,
            headline=self.text(
                f"local_lists.headline.{key}",
                year=self.newest,
                areas=len(ranked),
                changed=self.text.count(changed),
            ),
            counts=tuple(self._count(row) for row in self.scale),
            rows=ranked,
            grid=self._grid(),
            coming=tuple(self._year(year, coming) for year in sorted({r["year"] for r in coming})),
            coming_note=next((row["note"] for row in coming), ""),
        )

    def _listed(self, ids: str | None) -> str:
        return self.text.listed([self._shown(area) for area in (ids or "").split("|") if area])

    def _shown(self, area_id: str) -> str:
        return self.names.get(area_id) or area_id

    def _count(self, row: Row) -> LocalCount:
        moved = [
            self.text(f"local_lists.{key}", names=self._listed(row[key]))
            for key in ("entered", "left")
            if row[key]
        ]
        before = row["last_areas"]
        return LocalCount(
            code=self.codes[row["category"]],
            word=row["word"] or row["category"],
            number=row["areas"] or 0,
            before="" if before is None else self.text("local_lists.before", number=before),
            moved=". ".join(moved),
        )

    def _ranked(self) -> tuple[LocalRow, ...]:
        """Areas of the newest year from the worst, those that cannot be placed last."""
        now = [row for row in self.final if row["year"] == self.newest and row["category"]]
        now += [
            row
            for row in self.final
            if row["year"] == self.newest and not row["category"] and row["points"] is not None
        ]
        # a grid has no points of its own: its level's stand for it
        level = {
            row["area_id"]: row
            for row in self._of("local_categories")
            if row["year"] == self.newest and row["rank"] is not None
        }
        before = {row["area_id"]: row for row in self.final if row["year"] == self.newest - 1}

        def rank(row: Row) -> int | None:
            own = row["rank"] if row["rank"] is not None else level.get(row["area_id"], row)["rank"]
            return None if own is None else int(own)

        last = max((rank(row) or 0 for row in now), default=0) + 1
        now.sort(key=lambda row: (rank(row) or last, self._shown(row["area_id"])))
        return tuple(
            self._row(row, rank(row), level.get(row["area_id"], row), before.get(row["area_id"]))
            for row in now
        )

    def _row(self, row: Row, rank: int | None, level: Row, before: Row | None) -> LocalRow:
        own = row if row["points"] is not None else level
        points, last = own["points"], own["last_points"]
        known = before is not None and bool(before["category"])
        last_word = before["word"] if before is not None and known else ""
        note = str(row["note"] or "").replace(self.note, "").strip() if self.note else row["note"]
        return LocalRow(
            rank="" if rank is None else str(rank),
            name=self._shown(row["area_id"]),
            page=self.pages.get(row["area_id"], ""),
            code=colour(row["category"], row["severity"]) if row["category"] else UNDECIDED,
            word=row["word"] or self.text("colour.undecided.full"),
            points=self._of_most(points, own["max_points"]),
            last_code=colour(before["category"], before["severity"])
            if before is not None and known
            else UNDECIDED,
            last=" ".join(
                part
                for part in (
                    last_word,
                    points_text(self.setting, last)
                    if own["last_max_points"] in (None, own["max_points"])
                    else self._of_most(last, own["last_max_points"]),
                )
                if part
            ),
            arrow=self.text.optional(f"arrow.{arrow_of(own['score'], own['last_score'])}.mark", ""),
            note=note or "",
        )

    def _of_most(self, points: float | None, most: float | None) -> str:
        shown = points_text(self.setting, points)
        if most is None or not shown:
            return shown
        return self.text("local_lists.of", points=shown, most=points_text(self.setting, most))

    def _grid(self) -> LocalGrid | None:
        cells = self._of("local_grid")
        if not cells:
            return None
        columns = list(dict.fromkeys(row["column_word"] for row in cells))
        held = {(row["row_word"], row["column_word"]): row for row in cells}
        rows = tuple(
            (
                word,
                tuple(
                    (self._listed(held[word, column]["area_ids"]), held[word, column]["attention"])
                    for column in columns
                ),
            )
            for word in reversed(list(dict.fromkeys(row["row_word"] for row in cells)))
        )
        return LocalGrid(
            columns=tuple(columns),
            rows=rows,
            caption=self.text("local_lists.grid", year=self.newest, name=self.name),
        )

    def _year(self, year: int, rows: list[Row]) -> LocalYear:
        """The share of draws in each colour, and in the very category of now."""
        used = set(self.codes.values())
        codes = [code for code in COLOURS if code in used]
        shares: dict[str, dict[str, float]] = {}
        same: dict[str, float] = {}
        for row in rows:
            if row["year"] != year:
                continue
            code = UNDECIDED if row["category"] == UNKNOWN else self.codes[row["category"]]
            area = shares.setdefault(row["area_id"], dict.fromkeys((*codes, UNDECIDED), 0.0))
            area[code] = area.get(code, 0.0) + (row["probability"] or 0.0)
            if row["unchanged"]:
                same[row["area_id"]] = row["probability"] or 0.0
        if any(area[UNDECIDED] for area in shares.values()):
            codes.append(UNDECIDED)
        order = sorted(shares, key=self._shown)
        say = self.setting.numbers.probability
        return LocalYear(
            caption=self.text("local_lists.coming_year", year=year),
            codes=tuple((code, self.text(f"colour.{code}.word")) for code in codes),
            rows=tuple(
                (
                    self._shown(area),
                    (
                        *(say(shares[area][code]).text for code in codes),
                        say(same.get(area, 0.0)).text,
                    ),
                )
                for area in order
            ),
        )


def _agreement(setting: Setting, told: dict[str, Row]) -> tuple[str, ...]:
    """How far every pair of models agreed in the newest year both scored."""
    pairs: dict[tuple[str, str], Row] = {}
    for row in setting.tables.rows("local_agreement"):
        pair = (row["model_a"], row["model_b"])
        if pair not in pairs or row["year"] > pairs[pair]["year"]:
            pairs[pair] = row
    return tuple(
        setting.text(
            "local_lists.agreement",
            a=_name(setting, told, first),
            b=_name(setting, told, second),
            **{key: row[key] for key in ("year", "areas", "both", "only_a", "only_b", "neither")},
        )
        for (first, second), row in pairs.items()
    )


def _aheads(setting: Setting) -> list[int]:
    return sorted({row["lists_ahead"] for row in setting.tables.rows("warning_leads")})


def _warners(setting: Setting, told: dict[str, Row]) -> tuple[Warner, ...]:
    """Local models first, in their order, then the law's margins and the outlook."""
    text, numbers = setting.text, setting.numbers
    order = [*models_scored(setting), *reversed(ATTENTION)]
    rows = {row["warner"]: row for row in setting.tables.rows("warning_in_time")}
    leads = {(r["warner"], r["lists_ahead"]): r for r in setting.tables.rows("warning_leads")}
    found = []
    for code in (one for one in order if one in rows):
        row = rows[code]
        lead = row["median_lead"]
        cells: list[tuple[str, float | None]] = []
        for ahead in _aheads(setting):
            one = leads.get((code, ahead))
            asked = one["events"] if one else 0
            key = "local_lists.of_events" if asked else "local_lists.nothing_asked"
            warned = one["warned"] if one else 0
            cells.append((text(key, warned=warned, events=asked), one["share"] if one else None))
        found.append(
            Warner(
                name=_name(setting, told, code),
                hits=text(
                    "local_lists.hits",
                    **{k: row[k] for k in ("warned", "events", "missed", "unseen")},
                ),
                alarms=text(
                    "local_lists.alarms",
                    **{k: row[k] for k in ("alarms", "true_alarms", "false_alarms", "open_alarms")},
                ),
                lead=text("local_lists.no_lead")
                if lead is None
                else text(
                    "local_lists.lead", lists=numbers.decimal(lead, 0 if lead % 1 == 0 else 1)
                ),
                cells=tuple(cells),
                note=row["note"] or "",
            )
        )
    return tuple(found)
