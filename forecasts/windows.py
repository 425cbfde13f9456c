"""The years the law looks at on each list date, per indicator."""

from __future__ import annotations

from datetime import date

import numpy as np

from forecasts.observations import Windows
from forecasts.prior import PriorFile
from monitor.law.load import laws as every_law
from monitor.law.model import Law


def windows(
    code: str,
    lists: tuple[date, ...],
    laws: tuple[Law, ...],
    prior: PriorFile,
    as_of: date = date.max,
) -> Windows:
    """The years behind one indicator on each list date, by the law of that date.

    A redefinition counts from the first list printed under it, once that list is out.

    An indicator a law does not look at is read as the last law that does, of these or of all: it is
    drawn and decides nothing. A redefinition comes with a version of the act: where the list is
    judged by an older version, as known on the day, its figures are of the older kind.
    """
    changes = [one for one in prior.indicators[code].redefinitions if one.first_list <= as_of]
    spans, definition = [], []
    for day, law in zip(lists, laws, strict=True):
        criterion = next(
            criterion
            for version in (law, *reversed(laws), *reversed(every_law()))
            for criterion in version.criteria.values()
            if criterion.indicator == code
        )
        years = criterion.years(day)
        spans.append((years[0], years[-1]))
        newest = min(day, law.first_day)
        definition.append(sum(change.first_list <= newest for change in changes))
    first, last = np.array(spans, dtype=np.int64).T
    return Windows(first, last, np.array(definition, dtype=np.int64))
