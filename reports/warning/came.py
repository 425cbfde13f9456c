"""What came on the list the warning is about, where one looks back from a later day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.law.load import law_on
from reports.warning import statuses
from reports.warning.setting import chain

if TYPE_CHECKING:
    from reports.source import Row
    from reports.warning.model import Outcome, Status
    from reports.warning.setting import Setting


def came(setting: Setting, area_id: str) -> Status | None:
    """The area's place on the list as it came; None where nobody looks back.

    The list is read under the act it was made under, known on the report's day or not.
    """
    row = came_row(setting, area_id)
    if row is None:
        return None
    law = law_on(setting.this)
    code = statuses.place(row, law)
    if code == "unknown":
        surely_not = [one for one in chain(law) if row.get(one) == "no"]
        code = f"not_{surely_not[0]}" if surely_not else code
    return statuses.status(setting, law, code)


def note(setting: Setting, area_id: str, this: tuple[Outcome, ...]) -> str:
    """Whether it came as the warning held for likeliest; empty where either is not known."""
    found = came(setting, area_id)
    if found is None or not found.known or not this:
        return ""
    said = this[0].status.code
    row = came_row(setting, area_id) or {}
    expected = row.get(said.removeprefix("not_")) == "no" if said.startswith("not_") else None
    as_said = found.code == said if expected is None else expected
    return setting.text("came.as_said" if as_said else "came.not_as_said")


def came_row(setting: Setting, area_id: str) -> Row | None:
    """The row of ``came`` for the coming list."""
    return next(
        (row for row in setting.tables.rows("came", area_id) if row["list_date"] == setting.this),
        None,
    )
