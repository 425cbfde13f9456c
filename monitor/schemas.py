"""The tables of the record as schemas: what every column may hold, checked on the text as read.

The only place that imports dataframely. Every cell is read as text; a schema says of each column
what it must look like, and which sentence (``record.expected.*``) says so to a reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import dataframely as dy
import polars as pl

CODE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
WORD = r"^[a-z0-9]+(_[a-z0-9]+)*$"
NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
ISO_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NUMBER_OR_EMPTY = r"^(-?[0-9]+(\.[0-9]+)?)?$"
WHOLE = r"^([0-9]+)?$"
PERIOD = r"^([0-9]{4}|[0-9]{4}-01-01|[0-9]{4}-[0-9]{4})?$"


def _is_date(cell: pl.Expr) -> pl.Expr:
    return cell.str.to_date("%Y-%m-%d", strict=False).is_not_null()


def _text(expected: str, regex: str | None = None, *, key: bool = False) -> dy.String:
    return dy.String(nullable=False, primary_key=key, regex=regex, metadata={"expected": expected})


def _date(*, key: bool = False) -> dy.String:
    return dy.String(
        nullable=False,
        primary_key=key,
        regex=ISO_DATE,
        check={"date": _is_date},
        metadata={"expected": "date"},
    )


class Sourced(dy.Schema):
    """What every row of the record carries: where it is from, how sure, of when, known when."""

    row = dy.Int64(nullable=False)
    source = _text("source", r"\S")
    confidence = _text("confidence", r"^(verbatim|derived|uncertain)$")
    reference_period = _text("filled", r"\S")
    known_from = _date()
    note = _text("anything")


class Municipalities(Sourced):
    """The 98 municipalities: code, name, region."""

    municipality_code = _text("municipality_code", r"^[0-9]{3}$", key=True)
    municipality = _text("filled", r"\S")
    region_code = _text("region_code", r"^08[1-5]$")
    region = _text("filled", r"\S")


class Areas(Sourced):
    """One row per area: name, other names (``|`` between), municipality, coordinates if known.

    ``doubtful_aliases`` are names of a part or of a place that may be another: never matched, only
    suggested.
    """

    area_id = _text("area_id", CODE, key=True)
    name = _text("filled", r"\S")
    aliases = _text("anything")
    doubtful_aliases = _text("anything")
    municipality_code = _text("municipality_code", r"^[0-9]{3}$")
    municipality = _text("filled", r"\S")
    lat = _text("number_or_empty", r"^([0-9]+\.[0-9]+)?$")
    lon = _text("number_or_empty", r"^([0-9]+\.[0-9]+)?$")


class AreaChanges(Sourced):
    """Splits, renamings, changes of boundary: what, when, from which list on."""

    area_id = _text("area_id", CODE, key=True)
    kind = _text(
        "change", r"^(renamed|split|split_from|reduced|extended|counted_as_one)$", key=True
    )
    date = _text("filled", r"^[0-9]{4}")
    first_list = _date(key=True)
    old_name = _text("anything")
    new_name = _text("anything")
    other_area_id = _text("anything")


class Lists(Sourced):
    """The list dates: a list or a recomputation, a 1 December list or not."""

    list_date = _date(key=True)
    kind = _text("list_kind", r"^(list|recomputation)$")
    first_december = _text("yes_no", r"^(yes|no)$")


class Memberships(Sourced):
    """List date, area, category by its legal name at that date."""

    list_date = _date(key=True)
    area_id = _text("area_id", CODE, key=True)
    category = _text("filled", r"\S", key=True)


class Values(Sourced):
    """Published figures: area, list date, indicator, figure as printed, period, on the list?

    ``other_value`` is what a second source prints for the same figure.
    """

    area_id = _text("area_id", CODE, key=True)
    list_date = _date(key=True)
    indicator = _text("indicator", WORD, key=True)
    value = _text("number", NUMBER)
    decimals = _text("whole_or_empty", WHOLE)
    period = _text("period", PERIOD)
    period_basis = _text("period_basis", r"^(stated|inferred|unknown)$")
    other_value = _text("number_or_empty", NUMBER_OR_EMPTY)
    other_source = _text("anything")
    on_list = _text("on_list", r"^((yes|no)( \(prevention\))?|recomputation)?$")


class National(Sourced):
    """Figures of the country and the regions."""

    area_id = _text("national_id", r"^(dk|region-08[1-5])$", key=True)
    quantity = _text("quantity", WORD, key=True)
    category = _text(
        "category_or_empty", r"^(exposed|parallel|transformation|prevention)?$", key=True
    )
    list_date = _text("date_or_empty", r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", key=True)
    period = _text("filled", r"^[0-9]{4}", key=True)
    value = _text("number", NUMBER)
    decimals = _text("whole_or_empty", r"^[0-9]+$")
    multiple = _text("whole_or_empty", WHOLE)
    known_from_basis = _text("known_from_basis", r"^(list|source|rule)$")


class FamilyHousing(Sourced):
    """One row per source statement on dwellings, planned measures, targets; sums mean nothing."""

    area_id = _text("area_id", CODE)
    year = _text("year_or_empty", r"^([0-9]{4})?$")
    total_dwellings = _text("whole_or_empty", WHOLE)
    family_dwellings = _text("whole_or_empty", WHOLE)
    family_share_pct = _text("share_or_empty", r"^([0-9]+(\.[0-9]+)?)?$")
    planned_demolition = _text("whole_or_empty", WHOLE)
    planned_sale = _text("whole_or_empty", WHOLE)
    planned_conversion_youth = _text("whole_or_empty", WHOLE)
    planned_conversion_elderly = _text("whole_or_empty", WHOLE)
    planned_merge_closed = _text("whole_or_empty", WHOLE)
    planned_new_private = _text("whole_or_empty", WHOLE)
    planned_new_almene_elderly_youth = _text("whole_or_empty", WHOLE)
    planned_business_units = _text("whole_or_empty", WHOLE)
    target_year = _text("year_or_empty", r"^([0-9]{4})?$")
    target_family_dwellings = _text("whole_or_empty", WHOLE)
    target_family_share_pct = _text("share_or_empty", r"^([0-9]+(\.[0-9]+)?)?$")
    known_from_basis = _text("known_from_basis", r"^(list|source|rule)$")


SCHEMAS: dict[str, type[Sourced]] = {
    "municipalities.csv": Municipalities,
    "areas.csv": Areas,
    "area_changes.csv": AreaChanges,
    "lists.csv": Lists,
    "memberships.csv": Memberships,
    "values.csv": Values,
    "national.csv": National,
    "family_housing.csv": FamilyHousing,
}
"""File of the record -> its schema."""


@dataclass(frozen=True)
class Fault:
    """One cell (or one repeated key) that breaks a schema; ``expected`` names a sentence."""

    row: int
    column: str
    found: str
    expected: str


def columns(file: str) -> set[str]:
    """The columns the file must have, in any order."""
    return set(SCHEMAS[file].column_names()) - {"row"}


def faults(file: str, frame: pl.DataFrame) -> Iterator[Fault]:
    """Every breach of the file's schema, in the order of the file.

    Args:
        file: name of a file of the record.
        frame: all its cells as text, plus ``row``, the line in the file (Int64).
    """
    schema = SCHEMAS[file]
    _, failure = schema.filter(frame.select(schema.column_names()))
    details = failure.details().sort("row")
    described = schema.columns()
    keys = schema.primary_key()
    for entry in details.iter_rows(named=True):
        for rule in failure.counts():
            if entry[rule] != "invalid":
                continue
            if rule == "primary_key":
                found = ", ".join(str(entry[key]) for key in keys)
                yield Fault(entry["row"], ", ".join(keys), found, "once")
                continue
            column = rule.partition("|")[0]
            expected = (described[column].metadata or {}).get("expected", "filled")
            yield Fault(entry["row"], column, str(entry[column]), str(expected))
