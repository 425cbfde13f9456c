"""From a model file whose shape is right to the types of ``model``."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import cast

from monitor.local.lines import Path
from monitor.local.model import (
    WITH_REFERENCE,
    Aggregate,
    Allocation,
    Axis,
    Category,
    Edge,
    Gate,
    Grid,
    Measure,
    Model,
    Ranks,
    Rule,
    Spread,
    Watch,
)
from monitor.local.parts import (
    Direction,
    Evidence,
    Exclusion,
    LocalIndicator,
    Mark,
    Mean,
    ReferenceOf,
    ReferenceRule,
    Smoothing,
    Text,
    Theme,
    Units,
)
from monitor.local.shape import Tree
from monitor.words import LANGUAGES

FEWEST = 2
"""Units a spread, a rank or a share can be taken over at all, where the model asks for no more."""


def build(tree: Tree, file: str, lines: dict[Path, int]) -> Model:
    """The model a tree says; the tree has passed ``shape_faults``."""
    axes = {name: _axis(name, row, tree) for name, row in _rows_by_name(tree["axis"]).items()}
    grid = _grid(tree)
    final = cast("str", tree.get("final", "grid" if grid else next(iter(axes))))
    indicators = tuple(_indicator(row) for row in _rows(tree, "indicator"))
    missing = cast("Tree", tree.get("missing", {}))
    return Model(
        id=cast("str", tree["id"]),
        name=words(tree["name"]),
        about=words(tree["about"]),
        note=words(tree.get("note", "")),
        source=cast("str", tree["source"]),
        final=final,
        units=_units(cast("Tree", tree["units"])),
        indicators=indicators,
        themes=tuple(_theme(row) for row in _rows(tree, "theme")),
        reference=_reference(cast("Tree", tree["reference"])),
        at_least=cast("int", missing.get("at_least", len(indicators))),
        missing=mark(missing) if missing else Mark("own"),
        smoothing=_smoothing(tree),
        axes=axes,
        grid=grid,
        watch=_watch(tree),
        allocation=_allocation(tree),
        file=file,
        lines=lines,
    )


def exact(number: object) -> Fraction:
    """A TOML number as it is written, no float between."""
    return Fraction(cast("int | Decimal", number))


def words(entry: object) -> Text:
    """Text in both languages; plain text serves both."""
    if isinstance(entry, dict):
        return {language: entry[language] for language in LANGUAGES}
    return {language: cast("str", entry) for language in LANGUAGES}


def mark(row: Tree) -> Mark:
    """The evidence mark of a table."""
    return Mark(
        cast("Evidence", row["evidence"]),
        cast("str", row.get("source", "")),
        cast("str", row.get("remark", "")),
    )


def _rows(tree: Tree, name: str) -> list[Tree]:
    return cast("list[Tree]", tree.get(name, []))


def _rows_by_name(entry: object) -> dict[str, Tree]:
    return cast("dict[str, Tree]", entry)


def _numbers(row: Tree, name: str) -> tuple[Fraction, ...]:
    return tuple(exact(number) for number in cast("list[object]", row.get(name, [])))


def _units(row: Tree) -> Units:
    return Units(
        residents=cast("str | None", row.get("residents")),
        above=cast("int | None", row.get("above")),
        from_=cast("int | None", row.get("from")),
        exclude=tuple(
            Exclusion(
                cast("str", entry["area"]),
                words(entry["reason"]),
                tuple(cast("list[int]", entry.get("years", []))),
            )
            for entry in _rows(row, "exclude")
        ),
        mark=mark(row),
    )


def _indicator(row: Tree) -> LocalIndicator:
    return LocalIndicator(
        code=cast("str", row["code"]),
        name=words(row["name"]),
        short=words(row.get("short", row["name"])),
        direction=cast("Direction", row["direction"]),
        denominator=words(row.get("denominator", "")),
        source=cast("str", row.get("source", "")),
        available=cast("bool", row.get("available", True)),
        weight=exact(row.get("weight", 1)),
        theme=cast("str | None", row.get("theme")),
        per=cast("int", row.get("per", 100)),
        breaks=_numbers(row, "breaks"),
        published_change=cast("str | None", row.get("published_change")),
        law=cast("str | None", row.get("law")),
        first_year=cast("int | None", row.get("first_year")),
        last_year=cast("int | None", row.get("last_year")),
        mark=mark(row),
    )


def _theme(row: Tree) -> Theme:
    return Theme(cast("str", row["code"]), words(row["name"]), exact(row.get("weight", 1)))


def _reference(row: Tree) -> ReferenceRule:
    of = cast("str", row["of"])
    row_of = {"municipality": "municipality", "nation": "dk", "areas": ""}[of]
    return ReferenceRule(
        of=cast("ReferenceOf", of),
        row=cast("str", row.get("row", row_of)),
        mean=cast("Mean", row.get("mean", "equal")),
        year=cast("int | None", row.get("year")),
        mark=mark(row),
    )


def _axis(name: str, row: Tree, tree: Tree) -> Axis:
    rule = cast("str", row["rule"])
    everything = [cast("str", entry["code"]) for entry in _rows(tree, "indicator")]
    return Axis(
        code=name,
        name=words(row.get("name", name)),
        measure=cast("Measure", row.get("measure", "level")),
        over_years=cast("int", row.get("over_years", 0)),
        indicators=tuple(cast("list[str]", row.get("indicators", everything))),
        rule=cast("Rule", rule),
        breaks=_numbers(row, "breaks"),
        user_breaks=cast("bool", row.get("user_breaks", False)),
        edge=cast("Edge", row.get("edge", "at_or_above")),
        spread=cast("Spread", row.get("spread", "population")),
        population=cast("int | None", row.get("population")),
        ranks=cast("Ranks", row.get("ranks", "computed")),
        aggregate=cast("Aggregate", row["aggregate"]),
        standardise=cast("bool", row.get("standardise", False)),
        worst="low" if rule in ("index", "rank_share") else "high",
        needed_areas=cast(
            "int", row.get("needed_areas", 1 if rule in (*WITH_REFERENCE, "value") else FEWEST)
        ),
        categories=tuple(_category(entry, row) for entry in _rows(row, "category")),
        mark=mark(row),
    )


def _category(row: Tree, axis: Tree) -> Category:
    low = row.get("from", row.get("above"))
    high = row.get("to", row.get("below"))
    return Category(
        code=cast("str", row["code"]),
        word=words(row["word"]),
        colour=cast("str", row["colour"]),
        low=None if low is None else exact(low),
        low_included="from" in row,
        high=None if high is None else exact(high),
        high_included="to" in row,
        flag=cast("bool", row.get("flag", False)),
        number=cast("int | None", row.get("number")),
        mark=mark({**axis, **row}),
    )


def _smoothing(tree: Tree) -> Smoothing | None:
    if "smoothing" not in tree:
        return None
    row = cast("Tree", tree["smoothing"])
    years = cast("int", row.get("years", 1))
    return Smoothing(years, cast("int", row.get("toward_reference", 0)), mark(row))


def _grid(tree: Tree) -> Grid | None:
    if "grid" not in tree:
        return None
    row = cast("Tree", tree["grid"])
    attention = tuple(cast("list[str]", row.get("attention", [])))
    return Grid(cast("str", row["rows"]), cast("str", row["columns"]), attention, mark(row))


def _gate(row: Tree) -> Gate:
    categories = tuple(cast("list[str]", row["categories"]))
    return Gate(cast("str", row["axis"]), categories, cast("int", row.get("years", 1)))


def _watch(tree: Tree) -> Watch | None:
    if "list" not in tree:
        return None
    row = cast("Tree", tree["list"])
    enter, leave = cast("Tree", row["enter"]), cast("Tree", row["leave"])
    return Watch(words(row["name"]), _gate(enter), _gate(leave), mark(row))


def _allocation(tree: Tree) -> Allocation | None:
    if "allocation" not in tree:
        return None
    row = cast("Tree", tree["allocation"])
    return Allocation(
        axis=cast("str", row["axis"]),
        amount=cast("int | None", row.get("amount")),
        unit=cast("str", row["unit"]),
        reset_every=cast("int", row["reset_every"]),
        first_year=cast("int", row["first_year"]),
        mark=mark(row),
    )
