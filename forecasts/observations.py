"""What the forecast conditions on: one indicator's figures on the working scale, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forecasts.scales import Array

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Observations:
    """Figures of one indicator for ``n`` areas; ``m`` figures in all.

    Areas are sorted by id, so nothing downstream depends on the order of the input.

    Attributes:
        code: the indicator.
        areas: (n) area ids.
        region: (n) index of the area's region.
        residents: (n) persons; sets the size of an area's own shocks.
        base: (n) persons; the criterion's denominator, sets the counting noise.
        level: (n) a typical printed value; sets the counting noise of a share.
        area: (m) index of the area.
        first, last: (m) the years whose mean the figure is.
        definition: (m) how many redefinitions lie behind it.
        value: (m) working scale.
        noise: (m) sd of what the figure leaves open: half a printed digit, or a contradiction.
    """

    code: str
    areas: tuple[str, ...]
    region: Ints
    residents: Array
    base: Array
    level: Array
    area: Ints
    first: Ints
    last: Ints
    definition: Ints
    value: Array
    noise: Array

    def only(self, rows: Flags) -> Observations:
        """The same areas with some of the figures."""
        return replace(
            self,
            area=self.area[rows],
            first=self.first[rows],
            last=self.last[rows],
            definition=self.definition[rows],
            value=self.value[rows],
            noise=self.noise[rows],
        )

    def of(self, chosen: Ints) -> Observations:
        """Some of the areas (indices, rising) with their figures."""
        place = np.full(len(self.areas), -1, dtype=np.int64)
        place[chosen] = np.arange(len(chosen))
        kept = self.only(place[self.area] >= 0)
        return replace(
            kept,
            areas=tuple(self.areas[number] for number in chosen.tolist()),
            region=self.region[chosen],
            residents=self.residents[chosen],
            base=self.base[chosen],
            level=self.level[chosen],
            area=place[kept.area],
        )


@dataclass(frozen=True)
class Windows:
    """The figures asked for: per list date the years whose mean is printed, and the definition."""

    first: Ints
    last: Ints
    definition: Ints

    def __len__(self) -> int:
        """How many figures."""
        return len(self.first)

    def spans(self) -> list[tuple[int, int]]:
        """(first year, last year) of each."""
        return list(zip(self.first.tolist(), self.last.tolist(), strict=True))
