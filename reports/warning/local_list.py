"""One local model's part of the page: counts, ranked areas, grid, the years to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.warning.local import COLOURS, NOT_FINAL, UNDECIDED, arrow_of, colour, points_text
from reports.warning.local_moves import moves
from reports.warning.local_view import LocalCount, LocalGrid, LocalList, LocalRow, LocalYear

if TYPE_CHECKING:
    from reports.source import Row
    from reports.warning.setting import Setting

UNKNOWN = "unknown"
"""The outlook's category of an area that cannot be placed."""


class OneModel:
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
        self.words = {row["category"]: row["word"] or row["category"] for row in self.scale}
        self.spans = {
            row["area_id"]: self.text("local_lists.span", low=row["low"], high=row["high"])
            for row in self._of("local_ranks")
            if row["year"] == self.newest and row["low"] != row["high"]
        }
        self.shorts = {
            row["indicator"]: row[f"name_{setting.language}"] or row["indicator"]
            for row in self._of("local_scores")
        }
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
            span_note=self.text("local_lists.span_note") if self.spans else "",
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
            span=self.spans.get(row["area_id"], ""),
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
            moves=moves(
                self.setting,
                [
                    move
                    for move in self._of("local_sensitivity")
                    if move["area_id"] == row["area_id"] and move["year"] == self.newest
                ],
                self.shorts,
                self.words,
            ),
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
