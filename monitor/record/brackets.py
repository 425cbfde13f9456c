"""The bracket beside a printed figure: persons or kroner over the limit, held against the figure.

``persons = base x (figure - limit)``. Where the base is printed, the bracket must follow from it;
where it is not, figure and bracket imply it. A bracket is a whole number rounded either way, a
figure stands for half a last digit either way (``local-models.md`` 4.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

PERCENT = 100
Bounds = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Bracket:
    """A printed figure (percent), half its last digit, the limit, and the bracket beside it."""

    area_id: str
    value: Fraction
    half: Fraction
    limit: Fraction
    bracket: Fraction

    @property
    def distance(self) -> Bounds:
        """Percentage points over the limit: what the printed figure can stand for."""
        return self.value - self.half - self.limit, self.value + self.half - self.limit

    def persons(self, base: Fraction) -> Bounds:
        """Persons over the limit that the figure and a base of so many persons give."""
        low, high = self.distance
        return base * low / PERCENT, base * high / PERCENT

    def at(self, base: Fraction) -> Fraction:
        """Persons over the limit, the figure taken as it stands."""
        return base * (self.value - self.limit) / PERCENT

    def share(self, base: Fraction) -> Fraction:
        """The share in percent that the bracket and a base of so many persons give."""
        return self.limit + PERCENT * self.bracket / base

    def fits(self, base: Fraction) -> bool:
        """Whether the bracket can be a whole-number rounding of :meth:`persons`."""
        low, high = self.persons(base)
        return low < self.bracket + 1 and high > self.bracket - 1

    @property
    def base(self) -> Fraction:
        """The base in persons that figure and bracket imply, both taken as printed."""
        return PERCENT * self.bracket / (self.value - self.limit)

    def reference(self) -> Bounds:
        """The mean the figure is a percentage of, where the bracket is an amount of money.

        ``amount = mean x (limit - figure)``, so the mean lies between the two ends of the figure.
        """
        ends = [PERCENT * self.bracket / -end for end in self.distance]
        return min(ends), max(ends)

    def limits(self, bases: Bounds) -> Bounds:
        """The limit that figure, bracket and a base within ``bases`` imply; ``limit`` is unused."""
        half_person = Fraction(1, 2)
        ends = [
            self.value + sign * self.half - PERCENT * (self.bracket + rounding) / base
            for sign in (-1, 1)
            for rounding in (-half_person, half_person)
            for base in bases
        ]
        return min(ends), max(ends)


def common(bounds: Iterable[Bounds]) -> Bounds | None:
    """What all bounds share, or None."""
    ends = list(bounds)
    low, high = max(low for low, _ in ends), min(high for _, high in ends)
    return (low, high) if low <= high else None


def majority(bounds: dict[str, Bounds]) -> set[str]:
    """The largest set of keys whose bounds share a point (the first such point from below)."""
    best: set[str] = set()
    for point in sorted({low for low, _ in bounds.values()}):
        covering = {key for key, (low, high) in bounds.items() if low <= point <= high}
        if len(covering) > len(best):
            best = covering
    return best
