"""Properties of scoring: order, units, worse is never better, scaling, edges."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.local.center import Setting
from monitor.local.load import load_model, read_model
from monitor.local.model import Model
from monitor.local.panel import Panel, panel
from monitor.local.score import hold, score, score_axis
from monitor.local.tables import local_categories, local_scores
from monitor.local.values import of_floats

RULES = ("ratio", "difference", "zscore", "robust_z", "percentile", "value", "index", "share")
TEXT = """
id = "p"
name = "p"
about = "p"
source = "p"
[units]
evidence = "own"
[[indicator]]
code = "x"
name = "x"
direction = "{direction}"
evidence = "own"
[[indicator]]
code = "y"
name = "y"
direction = "high_is_bad"
evidence = "own"
[reference]
of = "{of}"
{mean}
evidence = "own"
[missing]
at_least = 1
evidence = "own"
[axis.level]
rule = "{rule}"
{breaks}
aggregate = "sum"
evidence = "own"
"""


def model(rule: str, direction: str = "high_is_bad", breaks: str = "") -> Model:
    compared = rule in ("ratio", "difference", "index")
    reading = read_model(
        TEXT.format(
            rule=rule,
            direction=direction,
            of="municipality" if compared else "areas",
            mean="",
            breaks=f"breaks = {breaks}" if breaks else "",
        ),
        "p.toml",
    )
    assert reading.model is not None, reading.faults
    return reading.model


def frame(x: list[tuple[int, int]], y: list[tuple[int, int]]) -> pl.DataFrame:
    rows = [
        {"area_id": area, "year": 2024, "indicator": code, "value": None, "count": c, "base": b}
        for code, column in (("x", x), ("y", y))
        for area, (c, b) in (
            ("municipality", (50, 200)),
            *((f"a{place}", entry) for place, entry in enumerate(column)),
        )
    ]
    schema = {"area_id": pl.String, "year": pl.Int64, "indicator": pl.String, "value": pl.String}
    return pl.DataFrame(rows, schema={**schema, "count": pl.Int64, "base": pl.Int64})


def share_of(one: tuple[int, int]) -> Fraction:
    return Fraction(one[0], one[1])


SHARES = st.tuples(st.integers(1, 60), st.integers(61, 90))
COLUMN = st.lists(SHARES, min_size=4, max_size=8, unique_by=share_of)


def scores(found: Model, figures: pl.DataFrame) -> dict[str, float]:
    scored = score(found, panel(figures))
    return dict(zip(scored.panel.areas, scored.axes["level"].totals.score[0], strict=True))


def differ(figures: pl.DataFrame) -> bool:
    """Whether each indicator has a spread of every kind."""
    values = panel(figures).value[0, :-1]
    mad = np.median(np.abs(values - np.median(values, axis=0)), axis=0)
    return bool((mad > 0).all())


@settings(max_examples=60, deadline=None)
@given(COLUMN, st.data(), st.sampled_from(RULES))
def test_the_order_of_rows_does_not_matter(
    x: list[tuple[int, int]], data: st.DataObject, rule: str
) -> None:
    figures = frame(x, x[::-1])
    assume(differ(figures))
    order = data.draw(st.permutations(range(figures.height)))
    assert np.array_equal(
        list(scores(model(rule), figures).values()),
        list(scores(model(rule), figures[list(order)]).values()),
        equal_nan=True,
    )


@settings(max_examples=60, deadline=None)
@given(COLUMN, st.integers(2, 9), st.sampled_from(RULES))
def test_the_size_of_counts_does_not_matter_only_their_share(
    x: list[tuple[int, int]], times: int, rule: str
) -> None:
    """Twice as many of twice as many persons is the same area."""
    small = frame(x, x[::-1])
    assume(differ(small))
    large = frame(
        [(c * times, b * times) for c, b in x], [(c * times, b * times) for c, b in x[::-1]]
    )
    a, b = scores(model(rule), small), scores(model(rule), large)
    assert np.allclose(list(a.values()), list(b.values()), equal_nan=True, rtol=1e-12, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(COLUMN, st.sampled_from(("ratio", "zscore", "robust_z", "percentile", "index", "share")))
def test_the_unit_of_an_indicator_does_not_matter_where_the_rule_has_none(
    x: list[tuple[int, int]], rule: str
) -> None:
    """Per cent or per thousand: the same score under every rule without a unit."""
    figures = frame(x, x[::-1])
    assume(differ(figures))
    found = model(rule)
    percent = score(found, panel(figures))
    thousand = score(found, panel(figures, {"x": 1000}))
    assert np.allclose(
        percent.axes["level"].totals.score,
        thousand.axes["level"].totals.score,
        equal_nan=True,
        rtol=1e-9,
        atol=1e-9,
    )


@settings(max_examples=120, deadline=None)
@given(
    COLUMN,
    st.integers(0, 3),
    st.integers(0, 60),
    st.sampled_from(("ratio", "difference", "zscore", "percentile", "value")),
    st.sampled_from(("high_is_bad", "low_is_bad")),
    st.booleans(),
)
def test_a_worse_value_never_lowers_the_points(
    x: list[tuple[int, int]], who: int, more: int, rule: str, direction: str, breaks: bool
) -> None:
    cuts = {
        "ratio": "[0.5, 1, 1.5]",
        "difference": "[-10, 0, 10]",
        "percentile": "[25, 50, 75]",
        "value": "[20, 40, 60]",
    }.get(rule, "[-1, 0, 1]")
    found = model(rule, direction, cuts if breaks else "")
    count, base = x[who]
    worse = min(base, count + more) if direction == "high_is_bad" else max(0, count - more)
    changed = [entry if at != who else (worse, base) for at, entry in enumerate(x)]
    before, after = frame(x, x[::-1]), frame(changed, x[::-1])
    assume(differ(before) and differ(after))
    area = f"a{who}"
    points = {}
    for name, figures in (("before", before), ("after", after)):
        scored = score(found, panel(figures))
        place = scored.panel.areas.index(area)
        points[name] = scored.axes["level"].points[0, place, 0]
    # without breaks a z-score is a float of a few roundings
    assert points["after"] >= points["before"] - (0 if breaks else 1e-9)


@settings(max_examples=60, deadline=None)
@given(COLUMN, st.integers(1, 30), st.sampled_from(RULES))
def test_with_the_reference_held_still_every_rule_rises_with_the_value(
    x: list[tuple[int, int]], more: int, rule: str
) -> None:
    """Also the robust z-score, whose own median and spread follow the area they judge."""
    figures = frame(x, x[::-1])
    assume(differ(figures))
    scored = score(model(rule), panel(figures))
    level = scored.axes["level"]
    setting = Setting(scored.model, level.axis, scored.panel, scored.panel.years)
    higher = of_floats(level.values.value + more)
    moved = score_axis(setting, higher, scored.included, hold(level, scored.included))
    areas = scored.included[0]
    change = moved.points[0, areas, 0] - level.points[0, areas, 0]
    assert (change <= 1e-9).all() if rule == "index" else (change >= -1e-9).all()


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 200), st.integers(201, 400), st.integers(1, 60), st.integers(61, 120))
def test_a_value_exactly_on_a_break_is_decided_by_the_rule(
    count: int, base: int, part: int, whole: int
) -> None:
    """Area = break x municipality exactly, whatever the numbers: at_or_above yes, above no."""
    limit = Fraction(whole, 20)
    wanted = limit * Fraction(part, whole)
    rows = [
        {"area_id": "municipality", "count": part, "base": whole},
        {"area_id": "a0", "count": wanted.numerator * count, "base": wanted.denominator * count},
        {"area_id": "a1", "count": wanted.numerator * base - 1, "base": wanted.denominator * base},
    ]
    figures = pl.DataFrame(
        [{**row, "year": 2024, "indicator": "x", "value": None} for row in rows],
        schema_overrides={"value": pl.String},
    )
    figures = pl.concat([figures, figures.with_columns(indicator=pl.lit("y"))])
    breaks = f"[{float(limit)!r}]"
    for edge, expected in (("at_or_above", 1), ("above", 0)):
        found = model("ratio", breaks=f'{breaks}\nedge = "{edge}"')
        got = score(found, panel(figures)).axes["level"].points[0, :, 0]
        assert got[0] == expected
        assert got[1] == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=8, max_size=8), st.sets(st.integers(0, 7), max_size=2))
def test_missing_indicators_scale_the_rest_to_all(points: list[int], gone: set[int]) -> None:
    """The total is the points there are, times all that could be over what there could be."""
    found = load_model("aarhus_style")
    ratio = {0: 100, 1: 125, 2: 175, 3: 250}
    codes = [entry.code for entry in found.indicators]
    rows: list[dict[str, object]] = [
        {
            "area_id": "syntetisk",
            "indicator": "residents",
            "count": None,
            "base": None,
            "value": "800",
        }
    ]
    for place, code in enumerate(codes):
        rows.append({"area_id": "municipality", "indicator": code, "count": 100, "base": 1000})
        rows.append({"area_id": "other", "indicator": code, "count": 100, "base": 1000})
        if place not in gone:
            count = ratio[points[place]]
            rows.append({"area_id": "syntetisk", "indicator": code, "count": count, "base": 1000})
    schema = {"area_id": pl.String, "indicator": pl.String, "value": pl.String}
    figures = pl.DataFrame(rows, schema={**schema, "count": pl.Int64, "base": pl.Int64})
    scored = score(found, panel(figures.with_columns(year=pl.lit(2024))))
    place = scored.panel.areas.index("syntetisk")
    kept = sum(number for at, number in enumerate(points) if at not in gone)
    expected = Fraction(kept * 24, 3 * (8 - len(gone)))
    assert scored.axes["level"].totals.score[0, place] == float(expected) or np.isclose(
        scored.axes["level"].totals.score[0, place], float(expected), rtol=1e-14
    )
    classes = scored.axes["level"].classes[0, place]
    assert classes == sum(expected >= cut for cut in (5, 11, 18))


def test_same_input_same_bytes(synthetic_panel: Panel) -> None:
    found = load_model("aarhus_style")
    one, two = score(found, synthetic_panel), score(found, synthetic_panel)
    for table in (local_scores, local_categories):
        assert table(one).write_csv() == table(two).write_csv()
