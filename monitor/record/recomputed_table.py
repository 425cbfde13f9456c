"""Findings on the table of the recomputation: which brackets misfit, and what they imply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from monitor.findings import Finding
from monitor.indicators import indicator
from monitor.law.load import law_by_id
from monitor.law.model import Criterion
from monitor.record.brackets import PERCENT, Bracket, common, majority
from monitor.record.completeness import WIDEST
from monitor.record.figures import Figures, Printed
from monitor.record.reading import codes
from monitor.record.saying import as_printed, finding
from monitor.words import Language, Phrase, amount, day_in_words


def table_findings(figures: Figures, language: Language) -> Iterator[Finding]:
    """All findings on the recomputations in the record, criterion by criterion."""
    law = law_by_id(codes()["recomputation"]["law"])
    beside = {entry["of"]: code for code, entry in codes()["indicator"].items() if entry["of"]}
    for day in figures.recomputed():
        table = _Table(figures, day, figures.list_before(day, WIDEST), language)
        for criterion in law.criteria.values():
            if criterion.indicator not in beside:
                continue
            measures = {limit.measure for limit in criterion.limits.values()}
            bracket = beside[criterion.indicator]
            if "percent_of_region" in measures:
                yield from table.income(criterion, bracket)
            elif "times_national" in measures:
                yield from table.conviction_limit(criterion, bracket)
            elif indicator(criterion.indicator).base == "residents":
                yield from table.persons(criterion, bracket)
            else:
                yield from table.implied_base(criterion, bracket)


class _Table:
    """The table of one recomputation and the list its figures come from."""

    def __init__(self, figures: Figures, day: date, before: date, language: Language) -> None:
        self.figures, self.day, self.before, self.language = figures, day, before, language

    def _brackets(self, criterion: Criterion, code: str) -> dict[str, tuple[Bracket, Printed]]:
        limit = next(iter(criterion.limits.values())).value
        printed = self.figures.of(self.day, criterion.indicator)
        amounts = self.figures.of(self.day, code)
        return {
            area: (Bracket(area, figure.value, figure.half, limit, amounts[area].value), figure)
            for area, figure in printed.items()
            if area in amounts
        }

    def persons(self, criterion: Criterion, code: str) -> Iterator[Finding]:
        """Brackets in persons whose base, the residents, is printed too."""
        for area, (bracket, figure) in self._brackets(criterion, code).items():
            here = self.figures.get(area, self.day, "residents")
            before = self.figures.get(area, self.before, "residents")
            if here is None or bracket.fits(here.value):
                continue
            common_fields: dict[str, object] = {
                "area": self.figures.names[area],
                "criterion": indicator(criterion.indicator).name[self.language].lower(),
                "value": as_printed(figure, self.language),
                "residents": self._whole(here.value),
                "bracket": self._whole(bracket.bracket),
            }
            if before is not None and bracket.fits(before.value):
                yield self._finding(
                    area,
                    "bracket_fits_before",
                    figure.source,
                    date=day_in_words(self.before, self.language),
                    before=self._whole(before.value),
                    **common_fields,
                )
                continue
            low, high = bracket.persons(here.value)
            yield self._finding(
                area,
                "bracket_persons",
                figure.source,
                limit=amount(bracket.limit, self.language),
                persons=amount(bracket.at(here.value), self.language, 1),
                low=amount(low, self.language, 1),
                high=amount(high, self.language, 1),
                share=amount(bracket.share(here.value), self.language, 1),
                otherwise=self._otherwise(bracket, here, before),
                **common_fields,
            )

    def _otherwise(self, bracket: Bracket, here: Printed, before: Printed | None) -> Phrase:
        """What the residents of the list before would give, where they are others."""
        if before is None or before.value == here.value:
            return Phrase("record_finding.nothing")
        fields: dict[str, object] = {
            "date": day_in_words(self.before, self.language),
            "residents": self._whole(before.value),
            "persons": amount(bracket.at(before.value), self.language, 1),
        }
        return Phrase("record_finding.residents_before", fields)

    def income(self, criterion: Criterion, code: str) -> Iterator[Finding]:
        """Brackets in kroner: each bounds the region's mean, and those of a region must agree."""
        by_region: dict[str, dict[str, tuple[Bracket, Printed]]] = {}
        for area, pair in self._brackets(criterion, code).items():
            by_region.setdefault(self.figures.regions[area], {})[area] = pair
        for region, pairs in sorted(by_region.items()):
            bounds = {area: bracket.reference() for area, (bracket, _) in pairs.items()}
            agreeing = majority(bounds)
            shared = common(bounds[area] for area in agreeing)
            if shared is None:
                continue
            yield self._region(region, sorted(agreeing), shared, pairs)
            for area in sorted(set(bounds) - agreeing):
                yield self._income_misfit(area, region, pairs[area], shared)

    def _region(
        self,
        region: str,
        agreeing: list[str],
        shared: tuple[Fraction, Fraction],
        pairs: dict[str, tuple[Bracket, Printed]],
    ) -> Finding:
        recorded = self.figures.region_income(region)
        figure = pairs[agreeing[0]][1]
        fields: dict[str, object] = {
            "region": self.figures.region_names[region],
            "areas": "; ".join(self.figures.names[area] for area in agreeing),
            "period": figure.period,
            "low": self._whole(shared[0]),
            "high": self._whole(shared[1]),
        }
        kind = "region_income"
        if recorded is not None and recorded != (round(shared[0]), round(shared[1])):
            kind = "region_income_differs"
            fields |= {
                "recorded_low": self._whole(Fraction(recorded[0])),
                "recorded_high": self._whole(Fraction(recorded[1])),
            }
        return self._finding(f"region-{region}", kind, figure.source, **fields)

    def _income_misfit(
        self,
        area: str,
        region: str,
        pair: tuple[Bracket, Printed],
        shared: tuple[Fraction, Fraction],
    ) -> Finding:
        bracket, figure = pair
        official = self.figures.get(area, self.before, figure.indicator)
        low, high = bracket.reference()
        fits = False
        if official is not None:
            other = Bracket(area, official.value, official.half, bracket.limit, bracket.bracket)
            fits = common([other.reference(), shared]) is not None
        return self._finding(
            area,
            "bracket_income",
            figure.source,
            area=self.figures.names[area],
            value=as_printed(figure, self.language),
            bracket=self._whole(bracket.bracket),
            region=self.figures.region_names[region],
            low=self._whole(low),
            high=self._whole(high),
            region_low=self._whole(shared[0]),
            region_high=self._whole(shared[1]),
            date=day_in_words(self.before, self.language),
            official="-" if official is None else as_printed(official, self.language),
            fits=Phrase("record_finding.fits" if fits else "record_finding.fits_not"),
        )

    def implied_base(self, criterion: Criterion, code: str) -> Iterator[Finding]:
        """Brackets whose base is not printed imply it; as a share of the residents."""
        bases: dict[str, tuple[Fraction, Fraction]] = {}
        source = ""
        for area, (bracket, figure) in self._brackets(criterion, code).items():
            residents = self.figures.get(area, self.day, "residents")
            if residents is not None:
                bases[area] = (PERCENT * bracket.base / residents.value, bracket.base)
                source = figure.source
        if not bases:
            return
        lowest, highest = min(bases, key=bases.__getitem__), max(bases, key=bases.__getitem__)
        yield self._finding(
            "",
            "implied_base",
            source,
            criterion=indicator(criterion.indicator).name[self.language],
            low=amount(bases[lowest][0], self.language, 0),
            high=amount(bases[highest][0], self.language, 0),
            lowest=self.figures.names[lowest],
            lowest_base=self._whole(bases[lowest][1]),
            highest=self.figures.names[highest],
            highest_base=self._whole(bases[highest][1]),
        )

    def conviction_limit(self, criterion: Criterion, code: str) -> Iterator[Finding]:
        """The limit the conviction brackets imply, over all areas of the table."""
        limits: dict[str, tuple[Fraction, Fraction]] = {}
        source = ""
        for area, (bracket, figure) in self._brackets(criterion, code).items():
            finer = self.figures.get(area, self.before, criterion.indicator)
            adults = self._working_age(area)
            residents = self.figures.get(area, self.day, "residents")
            if adults is None or residents is None:
                continue
            if finer is not None and finer.period == figure.period:
                bracket = Bracket(area, finer.value, finer.half, bracket.limit, bracket.bracket)
            limits[area] = bracket.limits((adults, residents.value))
            source = figure.source
        if not limits:
            return
        lowest = max(limits, key=lambda area: limits[area][0])
        highest = min(limits, key=lambda area: limits[area][1])
        low, high = limits[lowest][0], limits[highest][1]
        yield self._finding(
            "",
            "conviction_limit_implied" if low <= high else "conviction_limit_contradicted",
            source,
            low=amount(low, self.language, 3, 3),
            high=amount(high, self.language, 3, 3),
            low_area=self.figures.names[lowest],
            high_area=self.figures.names[highest],
            date=day_in_words(self.before, self.language),
        )

    def _working_age(self, area: str) -> Fraction | None:
        """Residents of working age, implied by the bracket beside the share outside work."""
        law = law_by_id(codes()["recomputation"]["law"])
        outside = law.criteria["outside_labour"]
        code = next(c for c, e in codes()["indicator"].items() if e["of"] == outside.indicator)
        pair = self._brackets(outside, code).get(area)
        return None if pair is None else pair[0].base

    def _whole(self, value: Fraction) -> str:
        return amount(value, self.language, 0)

    def _finding(self, area_id: str, kind: str, source: str, /, **fields: object) -> Finding:
        return finding(self.language, self.day, area_id, kind, source, **fields)
