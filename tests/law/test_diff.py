"""The amendment from one version to the next, path by path in the order of the act."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.law.diff import differences
from monitor.law.load import law_by_id, laws, load_scenario
from monitor.law.model import Law
from monitor.law.raw import leaves
from monitor.law.view import diff_text

GOLDEN = Path(__file__).parents[1] / "golden" / "law_diff_2018_2021.txt"


def test_2018_to_2021_as_it_is_printed() -> None:
    before, after = law_by_id("2018"), law_by_id("2021")
    assert diff_text(before, after, differences(before, after), "da") == GOLDEN.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("path", "kind", "before", "after"),
    [
        ("categories.transformation.lists_in_a_row", "changed", 4, 5),
        ("categories.transformation.transitional.2020-12-01", "removed", 5, None),
        ("criteria.convicted.limits.prevention.value", "added", None, 2),
        ("categories.parallel.terms.da", "changed", "ghettoområde", "parallelsamfund"),
    ],
)
def test_what_l_23_changed(path: str, kind: str, before: object, after: object) -> None:
    found = {row.path: row for row in differences(law_by_id("2018"), law_by_id("2021"))}
    assert (found[path].kind, found[path].before, found[path].after) == (kind, before, after)


def test_no_limit_of_2018_was_changed_in_2021() -> None:
    for row in differences(law_by_id("2018"), law_by_id("2021")):
        if ".limits.exposed." in row.path or ".limits.parallel." in row.path:
            pytest.fail(f"{row.path} changed")


@given(st.sampled_from(laws()))
def test_nothing_differs_from_itself(law: Law) -> None:
    assert differences(law, law, whole=True) == ()


@given(st.sampled_from(laws()), st.sampled_from(laws()), st.booleans())
def test_the_differences_lead_from_one_version_to_the_other(
    before: Law, after: Law, whole: bool
) -> None:
    found = differences(before, after, whole)
    old, new = leaves(before.tree), leaves(after.tree)
    for row in found:
        assert old.get(row.path) == row.before
        assert new.get(row.path) == row.after
        assert row.before != row.after
    if whole:
        for row in found:
            if row.kind == "removed":
                del old[row.path]
            else:
                old[row.path] = row.after
        assert old == new


def test_a_scenario_is_the_sum_of_what_it_sets() -> None:
    scenario = load_scenario("other_limits")
    found = differences(law_by_id("2021"), law_by_id("2021", scenario), whole=True)
    assert {row.path: row.after for row in found} == dict(scenario.set["2021"])
