"""Does it warn in time? Constructed histories whose answers can be counted by hand.

A history is a string, one letter a year from 2015: y yes, n no, ? unknown.
"""

from __future__ import annotations

import polars as pl
import pytest

from monitor.errors import FigureError
from monitor.local.flags import flags_of
from monitor.local.score import Scored
from monitor.local.warning_time import in_time

ANSWER = {"y": "yes", "n": "no", "?": "unknown"}


def flags(histories: dict[str, str], warner: str = "model") -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"warner": warner, "area_id": area, "year": 2015 + at, "flag": ANSWER[letter]}
            for area, history in histories.items()
            for at, letter in enumerate(history)
        ]
    )


def listed(histories: dict[str, str]) -> pl.DataFrame:
    return flags(histories).rename({"flag": "listed"}).drop("warner")


def row(found: pl.DataFrame) -> dict[str, object]:
    return found.row(0, named=True)


def test_two_lists_ahead_one_missed_one_unseen() -> None:
    came = listed({"a": "nnnny", "b": "nnny?", "c": "nny??", "d": "nnnnn"})
    said = flags({"a": "nnyyy", "b": "yynny", "c": "n?nnn", "d": "nnnnn"})
    found = in_time(said, came)
    one = row(found.warners)
    assert (one["events"], one["warned"], one["missed"], one["unseen"]) == (3, 1, 1, 1)
    assert one["median_lead"] == 2
    # of the events that can be asked about so far back: c not at all, b and a three lists back
    assert found.leads.select("lists_ahead", "events", "warned").rows() == [
        (1, 2, 1),
        (2, 2, 1),
        (3, 2, 0),
    ]


def test_an_old_alarm_that_was_withdrawn_is_no_warning() -> None:
    found = in_time(flags({"a": "yynnn"}), listed({"a": "nnnny"}), horizon=2)
    one = row(found.warners)
    assert (one["warned"], one["missed"]) == (0, 1)
    assert (one["alarms"], one["false_alarms"]) == (1, 1)


def test_alarms_are_true_false_or_open() -> None:
    came = listed({"true": "nnyyy", "false": "nnnnn", "open": "nnnnn", "hidden": "nn?nn"})
    said = flags({"true": "nynnn", "false": "yynnn", "open": "nnnny", "hidden": "nynnn"})
    one = row(in_time(said, came, horizon=2).warners)
    assert (one["alarms"], one["true_alarms"]) == (4, 1)
    assert (one["false_alarms"], one["open_alarms"]) == (1, 2)


def test_a_flag_that_never_comes_true_is_false_once_the_horizon_has_passed() -> None:
    one = row(in_time(flags({"a": "yyyyy"}), listed({"a": "nnnnn"}), horizon=3).warners)
    assert (one["false_alarms"], one["open_alarms"]) == (1, 0)


def test_an_area_first_seen_on_the_list_is_no_event() -> None:
    one = row(in_time(flags({"a": "nnn"}), listed({"a": "yyy"})).warners)
    assert one["events"] == 0
    assert one["median_lead"] is None


def test_flags_while_listed_are_no_alarms_and_leaving_and_returning_is_an_event() -> None:
    one = row(in_time(flags({"a": "yyyyy"}), listed({"a": "ynnyy"})).warners)
    assert (one["events"], one["warned"], one["median_lead"]) == (1, 1, 2)
    assert (one["alarms"], one["true_alarms"]) == (1, 1)


def test_warners_stand_side_by_side_and_small_numbers_are_said_plainly() -> None:
    came = listed({"a": "nny", "b": "nnn"})
    said = pl.concat([flags({"a": "nyn", "b": "nnn"}, "law"), flags({"a": "nnn", "b": "yyy"})])
    table = in_time(said, came).warners
    assert table["warner"].to_list() == ["law", "model"]
    assert table["warned"].to_list() == [1, 0]
    assert table["note"][0] == (
        "Bygger på 1 nye områder på listen og 1 varsler: for lidt til at rangordne varslerne."
    )


def test_many_events_need_no_such_note() -> None:
    names = {f"a{place:02d}": "nny" for place in range(10)}
    found = in_time(flags(dict.fromkeys(names, "nyn")), listed(names))
    assert found.warners["note"].to_list() == [""]
    assert found.leads["share"].to_list() == [1.0, 0.0, None]


def test_a_local_model_is_a_warner(berlin: Scored) -> None:
    """The flags are the cells in need of attention, in the years the area is scored."""
    said = flags_of(berlin)
    assert said.filter(year=2019).height == 436
    attention = berlin.model.grid.attention if berlin.model.grid else ()
    assert set(attention) == {"41", "43", "45", "35"}
    assert said.filter(year=2019, flag="yes").height >= 39
    assert said.filter(flag="unknown").is_empty()


def test_answers_that_are_none_are_refused() -> None:
    with pytest.raises(FigureError) as fault:
        in_time(flags({"a": "yn"}).with_columns(flag=pl.lit("maybe")), listed({"a": "nn"}))
    assert str(fault.value) == 'a, 2015: svaret er "maybe", men skal være yes, no eller unknown.'
    twice = pl.concat([listed({"a": "n"}), listed({"a": "n"})])
    with pytest.raises(FigureError) as fault:
        in_time(flags({"a": "y"}), twice)
    assert str(fault.value) == "a, 2015: der er to svar. Fjern det ene."
    with pytest.raises(FigureError) as fault:
        in_time(flags({"a": "y"}).drop("flag"), listed({"a": "n"}))
    assert str(fault.value) == 'Historikken mangler kolonnen "flag"; fundet: warner, area_id, year.'
