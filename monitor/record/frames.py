"""From the record's text tables to typed frames in a fixed order of rows."""

from __future__ import annotations

from datetime import date

import polars as pl

from monitor.indicators import indicators
from monitor.record.reading import codes, refuse
from monitor.words import Phrase

PROVENANCE = ("confidence", "source", "reference_period", "known_from", "note")


def known(frame: pl.DataFrame) -> pl.DataFrame:
    """``known_from`` as a date."""
    return frame.with_columns(pl.col("known_from").str.to_date("%Y-%m-%d"))


def typed(
    frame: pl.DataFrame, optional_dates: tuple[str, ...] = (), whole: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Dates as dates and whole numbers as Int64; an empty cell of these becomes null."""
    dates = [name for name in ("list_date", "first_list") if name in frame.columns]
    return known(frame).with_columns(
        *(
            pl.col(name).replace("", None).str.to_date("%Y-%m-%d")
            for name in (*dates, *(d for d in optional_dates if d not in dates))
        ),
        *(pl.col(name).replace("", None).cast(pl.Int64) for name in whole),
    )


def _split(name: str) -> pl.Expr:
    return pl.when(pl.col(name) == "").then([]).otherwise(pl.col(name).str.split("|")).alias(name)


def areas_frame(frame: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Aliases as a list, the region by way of the municipality, coordinates as numbers or null."""
    return (
        known(frame)
        .join(
            places.select("municipality_code", "region", "region_code"),
            on="municipality_code",
            how="left",
        )
        .with_columns(
            *(_split(name) for name in ("aliases", "doubtful_aliases")),
            pl.col("lat", "lon").replace("", None).cast(pl.Float64),
        )
        .select(
            "area_id",
            "name",
            "aliases",
            "doubtful_aliases",
            "municipality",
            "municipality_code",
            "region",
            "region_code",
            "lat",
            "lon",
            *PROVENANCE,
        )
        .sort("area_id")
    )


def memberships_frame(frame: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """Legal names become codes by date; the kind of the list date comes along."""
    names = {
        (entry["legal"], day): entry["code"]
        for entry in codes()["category"]
        for day in dates["list_date"]
        if entry["first"] <= day <= entry.get("last", date.max)
    }
    dated = typed(frame).join(dates.select("list_date", "kind"), on="list_date", how="left")
    mapping = pl.DataFrame(
        [(legal, day, code) for (legal, day), code in names.items()],
        schema={"category": pl.String, "list_date": pl.Date, "code": pl.String},
        orient="row",
    )
    coded = dated.join(mapping, on=["category", "list_date"], how="left")
    for entry in coded.filter(pl.col("code").is_null()).sort("row").head(1).iter_rows(named=True):
        valid = ", ".join(legal for legal, day in names if day == entry["list_date"])
        phrase = Phrase("record.expected.legal_name", {"known": valid})
        refuse("memberships.csv", entry["row"], "category", entry["category"], phrase)
    return coded.select(
        "list_date",
        "area_id",
        pl.col("code").alias("category"),
        pl.col("category").alias("legal_name"),
        *PROVENANCE,
        "kind",
    ).sort("list_date", "category", "area_id")


def lists_frame(dates: pl.DataFrame, members: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Per real list and category of its time: official count, names found, whether whole.

    ``complete``: as many names as the official count. ``whole``: complete and no name uncertain,
    so that absence means "no"; otherwise absence is unknown.
    """
    existing = pl.DataFrame(
        sorted(
            {
                (day, entry["code"])
                for entry in codes()["category"]
                for day in dates.filter(pl.col("kind") == "list")["list_date"]
                if entry["first"] <= day <= entry.get("last", date.max)
            }
        ),
        schema={"list_date": pl.Date, "category": pl.String},
        orient="row",
    )
    counts = figures.filter(pl.col("quantity") == "count").select(
        "list_date",
        "category",
        official_count=pl.col("value").cast(pl.Int64),
        count_confidence="confidence",
        count_source="source",
    )
    found = members.group_by("list_date", "category").agg(
        found=pl.len().cast(pl.Int64),
        uncertain=(pl.col("confidence") == "uncertain").sum().cast(pl.Int64),
    )
    key = ["list_date", "category"]
    joined = existing.join(counts, on=key, how="left").join(found, on=key, how="left")
    complete = (pl.col("found") == pl.col("official_count")).fill_null(value=False)
    return (
        joined.with_columns(pl.col("found", "uncertain").fill_null(0))
        .with_columns(complete=complete)
        .with_columns(whole=pl.col("complete") & (pl.col("uncertain") == 0))
        .join(dates.select("list_date", "first_december", *PROVENANCE), on="list_date", how="left")
        .select(
            *key,
            "official_count",
            "found",
            "complete",
            "whole",
            "first_december",
            "count_confidence",
            "count_source",
            *PROVENANCE,
        )
        .sort(*key)
    )


def values_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Typed figures; ``decimals`` by rule unless the file says them: at least the printed ones."""
    assumed = {code: entry.decimals for code, entry in indicators().items()}
    assumed |= {code: entry["decimals"] for code, entry in codes()["indicator"].items()}
    shown = pl.col("value").str.extract(r"\.([0-9]+)$").str.len_bytes().cast(pl.Int64).fill_null(0)
    by_rule = pl.max_horizontal(
        shown, pl.col("indicator").replace_strict(assumed, return_dtype=pl.Int64)
    )
    return (
        typed(frame, whole=("decimals",))
        .with_columns(decimals=pl.coalesce("decimals", by_rule))
        .select(
            "area_id",
            "list_date",
            "indicator",
            "value",
            "decimals",
            "reference_period",
            "period",
            "period_basis",
            "on_list",
            "other_value",
            "other_source",
            *(name for name in PROVENANCE if name != "reference_period"),
        )
        .sort("list_date", "area_id", "indicator")
    )


def family_housing_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Counts as Int64, shares as text exact as printed; null where the source says nothing."""
    shares = ("family_share_pct", "target_family_share_pct")
    text = {"area_id", *shares, "known_from_basis"}
    whole = [c for c in frame.columns if c not in text | set(PROVENANCE) | {"row"}]
    return (
        typed(frame, whole=tuple(whole))
        .with_columns(pl.col(shares).replace("", None))
        .sort("area_id", "row")
        .drop("row")
    )
