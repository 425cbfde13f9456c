"""What was known on a date: corrections are new batches, and the past stays reproducible."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.archive import (
    Archive,
    append,
    difference,
    figures_known,
    lists_known,
    memberships_known,
    open_archive,
    provenance,
)
from monitor.archive.knowledge import FIGURE_KEY
from monitor.errors import FigureError
from tests.archive.samples import KNOWN, figures, memberships, source, whole_list


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "archive.sqlite", create=True)


def value(archive: Archive, as_of: date | None = None, **key: str) -> str | None:
    wanted = {"area_id": "a", "indicator": "residents", "period": "2024-01-01"} | key
    found = figures_known(archive, as_of).filter(
        pl.all_horizontal(pl.col(name) == text for name, text in wanted.items())
    )
    return found["value"].item() if found.height else None


FIGURE = ("a", "residents", "2024-01-01")


def test_a_figure_is_known_from_its_day_on(archive: Archive) -> None:
    append(archive, source("f"), figures((*FIGURE, "1200"), known_from=date(2024, 2, 10)))
    assert value(archive, date(2024, 2, 9)) is None
    assert value(archive, date(2024, 2, 10)) == "1200"
    assert value(archive) == "1200"


def test_a_correction_is_a_new_batch_and_the_old_figure_stays_true_of_its_time(
    archive: Archive,
) -> None:
    first = append(archive, source("f"), figures((*FIGURE, "1200"), known_from=date(2024, 2, 1)))
    second = append(archive, source("g"), figures((*FIGURE, "1210"), known_from=date(2024, 8, 1)))
    assert (first.batch, second.batch) == (1, 2)
    assert value(archive, date(2024, 7, 31)) == "1200"
    assert value(archive, date(2024, 8, 1)) == "1210"


def test_three_past_dates_are_reproduced_after_later_corrections(archive: Archive) -> None:
    dates = [date(2022, 11, 24), date(2023, 11, 24), date(2024, 11, 24)]
    reports = []
    for year, day in enumerate(dates):
        rows = [(f"a{i}", "residents", f"{2022 + year}-01-01", str(1000 + i)) for i in range(20)]
        append(archive, source(f"f{year}"), figures(*rows, known_from=day.replace(month=6)))
        append(
            archive,
            source(f"l{year}"),
            memberships=memberships(date(2021 + year, 12, 1), {"a1": "listed", "a2": "new"}),
        )
        reports.append(figures_known(archive, day))
        memberships_then = memberships_known(archive, day)
        reports.append(memberships_then)
    for year in range(3):
        corrected = [(f"a{i}", "residents", f"{2022 + year}-01-01", str(900 + i)) for i in range(5)]
        later = date(2025, 3, 1 + year)
        append(archive, source(f"c{year}"), figures(*corrected, known_from=later))
        append(
            archive,
            source(f"d{year}"),
            memberships=memberships(date(2021 + year, 12, 1), {"a1": "not_listed"}, later),
        )
    for number, day in enumerate(dates):
        assert figures_known(archive, day).equals(reports[2 * number])
        assert memberships_known(archive, day).equals(reports[2 * number + 1])
    assert value(archive, area_id="a1") == "901"


def test_the_archive_as_it_stood_after_a_batch_is_reproduced_whatever_was_learned_of_the_past(
    archive: Archive,
) -> None:
    append(archive, source("f"), figures((*FIGURE, "1200"), known_from=date(2024, 2, 1)))
    then = figures_known(archive, through=1)
    append(archive, source("g"), figures((*FIGURE, "1190"), known_from=date(2024, 2, 1)))
    assert figures_known(archive, through=1).equals(then)
    assert value(archive) == "1190"


def test_a_hole_in_a_newer_file_does_not_take_back_a_figure(archive: Archive) -> None:
    append(archive, source("f"), figures((*FIGURE, "1200"), known_from=date(2024, 2, 1)))
    append(archive, source("g"), figures((*FIGURE, None), known_from=date(2024, 8, 1)))
    assert value(archive) == "1200"


def test_a_suppressed_figure_nobody_else_gives_is_known_to_be_missing(archive: Archive) -> None:
    append(archive, source("f"), figures((*FIGURE, None)))
    known = figures_known(archive)
    assert known.select("standing", "value").rows() == [("missing", None)]


def test_a_figure_printed_with_a_list_stands_beside_the_one_from_yearly_counts(
    archive: Archive,
) -> None:
    day = date(2024, 12, 1)
    append(archive, source("f"), figures((*FIGURE, "1200")))
    printed = figures((*FIGURE, "1198"), known_from=day).with_columns(list_date=pl.lit(day))
    append(archive, source("liste.pdf"), printed)
    known = figures_known(archive)
    assert known.select("value", "list_date").rows() == [("1200", None), ("1198", day)]


def test_a_projection_never_replaces_a_count(archive: Archive) -> None:
    append(archive, source("f"), figures((*FIGURE, "1200"), known_from=date(2024, 2, 1)))
    projected = figures((*FIGURE, "1300"), known_from=date(2024, 8, 1)).with_columns(
        standing=pl.lit("projected")
    )
    append(archive, source("g"), projected)
    assert value(archive) == "1200"


def test_the_same_file_read_with_the_same_result_is_recognised(archive: Archive) -> None:
    first = append(archive, source("f"), figures((*FIGURE, "1200")))
    again = append(archive, source("f"), figures((*FIGURE, "1200")))
    assert (first.new, again.new) == (True, False)
    assert (again.batch, again.digest) == (first.batch, first.digest)


def test_the_same_file_read_with_another_result_supersedes_its_own_earlier_reading(
    archive: Archive,
) -> None:
    append(archive, source("f"), figures((*FIGURE, "1200")))
    append(archive, source("f"), figures(("b", *FIGURE[1:], "1200")))
    assert value(archive) is None
    assert value(archive, area_id="b") == "1200"
    assert figures_known(archive, through=1)["area_id"].to_list() == ["a"]


def test_a_file_overwritten_in_place_is_another_file(archive: Archive) -> None:
    append(archive, source("f.xlsx", text="as it was"), figures((*FIGURE, "1200")))
    append(archive, source("f.xlsx", text="saved over"), figures((*FIGURE, "1250")))
    assert value(archive) == "1250"
    assert figures_known(archive, through=1)["value"].to_list() == ["1200"]


def test_one_source_gives_one_value_for_a_figure(archive: Archive) -> None:
    with pytest.raises(FigureError) as fault:
        append(archive, source("f.xlsx"), figures((*FIGURE, "1200"), (*FIGURE, "1201")))
    assert fault.value.sentence("da") == (
        "f.xlsx giver to værdier for det samme tal: a, residents, 2024-01-01 er både 1200 og 1201."
        " Ret filen, så tallet kun står ét sted med én værdi."
    )
    assert figures_known(archive).is_empty()


def test_every_value_of_a_figure_leads_to_file_hash_sheet_row_and_column(archive: Archive) -> None:
    append(archive, source("f.xlsx"), figures((*FIGURE, "1200"), known_from=date(2024, 2, 1)))
    append(archive, source("g.xlsx"), figures((*FIGURE, "1210"), known_from=date(2024, 8, 1)))
    found = provenance(archive, "a", "residents")
    assert found.select("value", "file", "sheet", "row", "column").rows() == [
        ("1210", "g.xlsx", "Ark1", 2, 3),
        ("1200", "f.xlsx", "Ark1", 2, 3),
    ]
    assert found["sha256"].to_list() == [source("g.xlsx").sha256, source("f.xlsx").sha256]


def test_a_list_is_kept_as_published_and_its_leavers_are_not_on_it(archive: Archive) -> None:
    day = date(2024, 12, 1)
    append(
        archive,
        source("liste.pdf"),
        memberships=memberships(day, {"a": "listed", "b": "new", "c": "left"}),
        lists=whole_list(day),
    )
    known = memberships_known(archive, day)
    assert known.select("area_id", "status").rows() == [
        ("a", "listed"),
        ("b", "new"),
        ("c", "left"),
    ]
    assert memberships_known(archive, date(2024, 11, 30)).is_empty()
    assert lists_known(archive).select("category", "scope", "whole").rows() == [
        ("parallel", "dk", True)
    ]


def test_the_difference_of_two_states_names_what_is_new_changed_and_gone(archive: Archive) -> None:
    append(archive, source("f"), figures((*FIGURE, "1200"), ("b", *FIGURE[1:], "900")))
    append(archive, source("f"), figures((*FIGURE, "1201"), ("c", *FIGURE[1:], "800")))
    change = difference(
        figures_known(archive, through=1), figures_known(archive), FIGURE_KEY, "value"
    )
    assert change.select("area_id", "before", "after", "change").rows() == [
        ("a", "1200", "1201", "changed"),
        ("b", "900", None, "removed"),
        ("c", None, "800", "added"),
    ]


_day = st.dates(date(2020, 1, 1), date(2020, 1, 8))
_batch = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["1", "2", None]), _day),
    max_size=4,
    unique_by=lambda row: row[0],
)


@settings(deadline=None)
@given(batches=st.lists(_batch, max_size=6), as_of=_day)
def test_as_known_on_is_the_newest_value_by_then_of_a_plain_walk_through_the_rows(
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[list[tuple[str, str | None, date]]],
    as_of: date,
) -> None:
    expected: dict[str, tuple[bool, date, int, str | None]] = {}
    with open_archive(tmp_path_factory.mktemp("walk") / "archive.sqlite", create=True) as archive:
        for number, rows in enumerate(batches):
            frames = [
                figures((area, "residents", "2020", text), known_from=day)
                for area, text, day in rows
            ]
            append(archive, source(str(number)), pl.concat(frames) if frames else None)
            for area, text, day in rows:
                if day <= as_of:
                    candidate = (text is not None, day, number, text)
                    if area not in expected or candidate[:3] > expected[area][:3]:
                        expected[area] = candidate
        known = figures_known(archive, as_of)
    assert dict(known.select("area_id", "value").rows()) == {
        area: best[3] for area, best in expected.items()
    }


def test_known_from_defaults_are_never_invented(archive: Archive) -> None:
    append(archive, source("f"), figures((*FIGURE, "1200")))
    assert figures_known(archive)["known_from"].to_list() == [KNOWN]
