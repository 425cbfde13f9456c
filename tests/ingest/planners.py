"""Clean planner workbooks, invented, and single slips of the hand put into them.

Everything is drawn from a seed. The areas are invented and named in ``forvarsel.toml``.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

NAMES = [
    "Birkelunden",
    "Egevænget",
    "Fyrreparken",
    "Hasselbakken",
    "Kastanjegården",
    "Lindealléen",
    "Poppelvej",
    "Rønnehaven",
    "Tjørnebo",
    "Ahornstien",
]
YEARS = list(range(2016, 2025))
SHARES = {
    "nonwestern": ("residents", 35, 75, 0.7),
    "outside_labour": ("outside_labour_base", 28, 50, 1.1),
    "convicted": ("convicted_base", 0.9, 3.2, 0.16),
    "basic_education": ("basic_education_base", 45, 75, 0.9),
}
BASES = {"outside_labour_base": 0.63, "convicted_base": 0.74, "basic_education_base": 0.4}
HEADINGS = {
    "residents": "Beboere",
    "nonwestern_count": "Ikke-vestlige, antal",
    "nonwestern_pct": "Ikke-vestlige, pct.",
    "outside_labour_base": "Beboere 18-64 år",
    "outside_labour_count": "Uden tilknytning til arbejdsmarked eller uddannelse, antal",
    "outside_labour_pct": "Uden tilknytning til arbejdsmarked eller uddannelse, pct.",
    "convicted_base": "Beboere 18 år og derover",
    "convicted_count": "Dømte, antal",
    "convicted_pct": "Dømte, pct.",
    "basic_education_base": "Beboere 30-59 år",
    "basic_education_count": "Kun grundskole, antal",
    "basic_education_pct": "Kun grundskole, pct.",
    "income_kr": "Gennemsnitlig bruttoindkomst, kr.",
    "income_region_kr": "Regionens gennemsnitlige bruttoindkomst, kr.",
    "income_pct_of_region": "Bruttoindkomst i pct. af regionen",
}
DECIMALS = {"convicted_pct": 2}
Cell = object


@dataclass
class Book:
    """A workbook as rows: ``rows[i]`` is area, year, then a cell per code of ``codes``."""

    codes: list[str]
    rows: list[list[Cell]]
    headings: list[str] = field(default_factory=list)

    def copy(self) -> Book:
        return Book(list(self.codes), deepcopy(self.rows), list(self.headings))


def decimals(code: str) -> int:
    return DECIMALS.get(code, 1 if code.endswith(("_pct", "_of_region")) else 0)


def clean(seed: int) -> Book:
    """A workbook without a fault: all figures, counts and bases only, or shares only."""
    draw = random.Random(seed)
    wanted = [
        list(HEADINGS),
        [code for code in HEADINGS if "_pct" not in code],
        [code for code in HEADINGS if not code.endswith(("_count", "_base", "_kr"))],
    ][(0, 0, 1, 2)[seed % 4]]
    rows: list[list[Cell]] = []
    region = {year: round(330_000 * 1.02 ** (year - 2016)) for year in YEARS}
    for name in NAMES:
        people = draw.randrange(1_050, 5_200)
        level = {code: draw.uniform(low, high) for code, (_, low, high, _) in SHARES.items()}
        income = draw.uniform(50, 75)
        for year in YEARS:
            people = round(people * draw.uniform(0.98, 1.02)) + draw.choice([-1, 1])
            figures: dict[str, float] = {"residents": people}
            for base, part in BASES.items():
                figures[base] = round(people * part * draw.uniform(0.985, 1.015))
            for code, (base, low, high, step) in SHARES.items():
                level[code] = min(max(level[code] + draw.gauss(0, step), low * 0.8), high * 1.1)
                count = round(figures[base] * level[code] / 100)
                figures[f"{code}_count"] = count
                figures[f"{code}_pct"] = round(100 * count / figures[base], decimals(f"{code}_pct"))
            income += draw.gauss(0, 0.7)
            figures["income_region_kr"] = region[year]
            figures["income_kr"] = round(region[year] * income / 100)
            figures["income_pct_of_region"] = round(100 * figures["income_kr"] / region[year], 1)
            rows.append([name, year, *[figures[code] for code in wanted]])
    return Book(wanted, rows, [HEADINGS[code] for code in wanted])


def write(book: Book, folder: Path) -> None:
    """The workbook and the settings that name its areas."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["[areas]"]
    for name in NAMES:
        lines.append(
            f'"{name}" = {{ id = "{ascii_of(name)}", name = "{name}", '
            'municipality = "Demokøbing" }'
        )
    (folder / "forvarsel.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with xlsxwriter.Workbook(str(folder / "tal.xlsx")) as out:
        sheet = out.add_worksheet("Opdigtet")
        sheet.write_row(0, 0, ["Boligområde", "År", *book.headings])
        for row, cells in enumerate(book.rows, start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, int | float):
                    sheet.write_number(row, column, cell)
                elif cell != "":
                    sheet.write_string(row, column, str(cell))


def ascii_of(name: str) -> str:
    folded = name.lower()
    for letter, pair in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("é", "e")):
        folded = folded.replace(letter, pair)
    return folded


Slip = Callable[[Book, random.Random], str]
"""Changes a book in one way and says where, "" where it changed nothing."""


def _cell(book: Book, draw: random.Random, *kinds: str) -> tuple[int, int, str]:
    codes = [c for c in book.codes if not kinds or any(k in c for k in kinds)] or book.codes
    code = draw.choice([c for c in codes if c != "income_region_kr"])
    return draw.randrange(len(book.rows)), book.codes.index(code) + 2, code


def _scaled(factor: float) -> Slip:
    def slip(book: Book, draw: random.Random) -> str:
        row, at, code = _cell(book, draw)
        value = float(str(book.rows[row][at])) * factor
        book.rows[row][at] = round(value) if decimals(code) == 0 else round(value, 6)
        return code

    return slip


def _digits(change: Callable[[str, random.Random], str]) -> Slip:
    def slip(book: Book, draw: random.Random) -> str:
        row, at, code = _cell(book, draw)
        old = f"{float(str(book.rows[row][at])):.{decimals(code)}f}"
        new = change(old, draw)
        book.rows[row][at] = float(new)
        return code if float(new) != float(old) else ""

    return slip


def _transposed(text: str, draw: random.Random) -> str:
    spots = [
        i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1]
    ]
    if not spots:
        return text
    at = draw.choice(spots)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _dropped(text: str, draw: random.Random) -> str:
    at = draw.choice([i for i, sign in enumerate(text) if sign.isdigit()])
    left = text[:at] + text[at + 1 :]
    return left if left.strip(".") else text


def _doubled(text: str, draw: random.Random) -> str:
    at = draw.choice([i for i, sign in enumerate(text) if sign.isdigit()])
    return text[: at + 1] + text[at] + text[at + 1 :]


def _neighbour(text: str, draw: random.Random) -> str:
    """A wrong digit in a place that matters: not the last decimal."""
    spots = [i for i, sign in enumerate(text) if sign.isdigit()][:-1] or [0]
    at = draw.choice(spots)
    digit = str((int(text[at]) + draw.choice([-1, 1])) % 10)
    return text[:at] + digit + text[at + 1 :]


def _text(make: Callable[[str], str]) -> Slip:
    def slip(book: Book, draw: random.Random) -> str:
        row, at, code = _cell(book, draw)
        shown = f"{float(str(book.rows[row][at])):.{decimals(code)}f}".replace(".", ",")
        new = make(shown)
        if new == shown:
            return ""
        book.rows[row][at] = new
        return code

    return slip


def _cells_swapped(book: Book, draw: random.Random) -> str:
    row = draw.randrange(len(book.rows))
    one, other = draw.sample(range(2, len(book.codes) + 2), 2)
    cells = book.rows[row]
    cells[one], cells[other] = cells[other], cells[one]
    return f"{book.codes[one - 2]} {book.codes[other - 2]}"


def _headings_swapped(book: Book, draw: random.Random) -> str:
    one, other = draw.sample(range(len(book.codes)), 2)
    book.headings[one], book.headings[other] = book.headings[other], book.headings[one]
    return f"{book.codes[one]} {book.codes[other]}"


def _year_copied(book: Book, draw: random.Random) -> str:
    """One indicator of a year pasted from the year before, for all areas."""
    year = draw.choice(YEARS[1:])
    _, at, code = _cell(book, draw)
    old = {row[0]: row[at] for row in book.rows if row[1] == year - 1}
    for row in book.rows:
        if row[1] == year:
            row[at] = old[row[0]]
    return code


def _row_copied(book: Book, draw: random.Random) -> str:
    """An area's whole year pasted from its year before."""
    at = draw.choice([i for i, row in enumerate(book.rows) if row[1] != YEARS[0]])
    book.rows[at][2:] = list(book.rows[at - 1][2:])
    return "row"


def _other_areas_row(book: Book, draw: random.Random) -> str:
    """An area's year overwritten by another area's of the same year."""
    year = draw.choice(YEARS)
    one, other = draw.sample([i for i, row in enumerate(book.rows) if row[1] == year], 2)
    book.rows[one][2:] = list(book.rows[other][2:])
    return "row"


def _shifted(book: Book, draw: random.Random) -> str:
    """A column of one year pasted one area too low."""
    year = draw.choice(YEARS)
    _, at, code = _cell(book, draw)
    rows = [row for row in book.rows if row[1] == year]
    cells = [row[at] for row in rows]
    for row, cell in zip(rows, [cells[-1], *cells[:-1]], strict=True):
        row[at] = cell
    return code


def _filled(book: Book, draw: random.Random) -> str:
    """A cell dragged down over the other areas of the year."""
    year = draw.choice(YEARS)
    _, at, code = _cell(book, draw)
    rows = [row for row in book.rows if row[1] == year]
    for row in rows[1:]:
        row[at] = rows[0][at]
    return code


def _name(book: Book, draw: random.Random) -> str:
    row = draw.randrange(len(book.rows))
    name = str(book.rows[row][0])
    at = draw.randrange(1, len(name) - 1)
    how = draw.randrange(3)
    if how == 0:
        new = name[:at] + name[at + 1 :]
    elif how == 1:
        new = name[:at] + name[at] + name[at:]
    else:
        new = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    book.rows[row][0] = new
    return "area" if new != name else ""


def _year_off(step: int) -> Slip:
    def slip(book: Book, draw: random.Random) -> str:
        row = draw.randrange(len(book.rows))
        book.rows[row][1] = int(str(book.rows[row][1])) + step
        return "year"

    return slip


def _row_doubled(book: Book, draw: random.Random) -> str:
    """A row entered twice, the second time with one figure changed."""
    row = draw.randrange(len(book.rows))
    again = list(book.rows[row])
    at = draw.randrange(2, len(again))
    again[at] = float(str(again[at])) + 1
    book.rows.insert(row + 1, again)
    return "row"


def _row_gone(book: Book, draw: random.Random) -> str:
    del book.rows[
        draw.choice([i for i, row in enumerate(book.rows) if row[1] not in (YEARS[0], YEARS[-1])])
    ]
    return "row"


def _blank(book: Book, draw: random.Random) -> str:
    inner = [i for i, row in enumerate(book.rows) if row[1] not in (YEARS[0], YEARS[-1])]
    row, (_, at, code) = draw.choice(inner), _cell(book, draw)
    book.rows[row][at] = ""
    return code


SLIPS: dict[str, Slip] = {
    "ten times": _scaled(10),
    "a tenth": _scaled(0.1),
    "a hundred times": _scaled(100),
    "a hundredth": _scaled(0.01),
    "a thousand times": _scaled(1000),
    "a thousandth": _scaled(0.001),
    "digits changed about": _digits(_transposed),
    "digit left out": _digits(_dropped),
    "digit twice": _digits(_doubled),
    "wrong digit": _digits(_neighbour),
    "minus": _text(lambda text: f"-{text}"),
    "letter O for nought": _text(lambda text: text.replace("0", "O", 1)),
    "letter l for one": _text(lambda text: text.replace("1", "l", 1)),
    "point for comma": _text(lambda text: text.replace(",", ";", 1)),
    "question mark": _text(lambda text: f"{text}?"),
    "two figures": _text(lambda text: f"{text}/{text}"),
    "a word": _text(lambda _: "se note"),
    "another unit": _text(lambda text: f"{text} kg"),
    "cells swapped": _cells_swapped,
    "headings swapped": _headings_swapped,
    "year copied": _year_copied,
    "row copied": _row_copied,
    "another area's row": _other_areas_row,
    "column shifted": _shifted,
    "filled down": _filled,
    "area misspelt": _name,
    "year one off": _year_off(1),
    "year a century off": _year_off(90),
    "row twice": _row_doubled,
    "row gone": _row_gone,
    "cell blanked": _blank,
}
