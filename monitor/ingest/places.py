"""Which area a name in a file means: the record's, one of the planner's own, or nobody's.

A name is never matched by likeness. One near a known name is refused with the candidate; one near
nothing becomes an area of the planner's own, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.folding import fold
from monitor.ingest.grid import Place
from monitor.ingest.headings import book, country_or_region
from monitor.ingest.near_names import SHORTEST, deletions, like, slug
from monitor.ingest.plain import key
from monitor.ingest.settings import Settings
from monitor.record.load import areas, municipalities

_MARK = re.compile(r"(?:[¹²³⁴⁵*]+|(?<=[^\W\d_])\d\)|\s\d\))+$", re.IGNORECASE)


_NEW = re.compile(r"^(?:ny|nyt)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """What a name means: an area id, or the kind of fault and the candidates."""

    area_id: str = ""
    kind: str = ""
    candidates: tuple[str, ...] = ()
    new: bool = False
    marks: str = ""


@cache
def _municipality_names() -> dict[str, str]:
    found = {fold(name): code for name, code in book()["municipalities"].items()}
    for row in municipalities().iter_rows(named=True):
        code, name = str(row["municipality_code"]), str(row["municipality"])
        for text in (
            name,
            code,
            f"0{code}",
            f"{code} {name}",
            f"{name} kommune",
            f"{name}s kommune",
        ):
            found[fold(text)] = code
    return found


@cache
def municipality_names() -> dict[str, str]:
    """Code -> official name."""
    return dict(municipalities().select("municipality_code", "municipality").iter_rows())


@lru_cache(maxsize=8192)
def municipality_code(cell: object) -> str | None:
    """The code of a municipality named or numbered in a cell; None if nobody is called so."""
    text = str(int(cell)) if isinstance(cell, float) and cell == cell // 1 else str(cell)
    return _municipality_names().get(fold(_MARK.sub("", text.strip())))


@lru_cache(maxsize=8192)
def without_new(text: str) -> tuple[str, bool]:
    """A name without the mark for new on the list before it: "Ny Aarhus", not "Nykøbing"."""
    found = _NEW.match(text)
    return (text[found.end() :], True) if found else (text, False)


@dataclass(frozen=True)
class _Known:
    area_id: str
    name: str
    municipality: str


@cache
def _record() -> dict[str, tuple[_Known, ...]]:
    """Folded name or alias -> the record's areas of that name; ids and names before aliases."""
    strong: dict[str, list[_Known]] = {}
    weak: dict[str, list[_Known]] = {}
    for row in areas().iter_rows(named=True):
        known = _Known(row["area_id"], row["name"], row["municipality_code"])
        strong.setdefault(fold(row["area_id"]), []).append(known)
        if known not in strong.setdefault(fold(row["name"]), []):
            strong[fold(row["name"])].append(known)
        for alias in row["aliases"]:
            bare = alias.partition(" (")[0]
            for text in {alias, bare}:
                weak.setdefault(fold(text), []).append(known)
    for text, known_ones in weak.items():
        strong.setdefault(text, [])
        strong[text] += [known for known in known_ones if known not in strong[text]]
    return {text: tuple(known_ones) for text, known_ones in strong.items()}


class Places:
    """All names a folder may use: the record's, ``forvarsel.toml``'s and the folder's own.

    Args:
        settings: the planner's answers.
    """

    def __init__(self, settings: Settings) -> None:
        self.own: dict[str, _Known] = {}
        self.names: dict[str, str] = {}
        self._spelt = {key(text): area_id for text, area_id in settings.areas.items()}
        self._answers = {fold(text): area_id for text, area_id in settings.areas.items()}
        for area in settings.own_areas.values():
            code = municipality_code(area.municipality) or ""
            self._take(_Known(area.area_id, area.name, code))
        self.new: dict[str, tuple[str, Place]] = {}
        self.settled: dict[object, str] = {}
        self._answered: dict[tuple[str, str], Found] = {}
        self._near: dict[str, set[str]] | None = None

    def _take(self, area: _Known) -> None:
        self.own[area.area_id] = area
        self.names[fold(area.name)] = area.area_id
        self.names[fold(area.area_id)] = area.area_id

    def declare(self, area_id: str, name: str, municipality: str) -> None:
        """Take in an area the planner names, under the id she gives it."""
        self._take(_Known(area_id, name, municipality))

    def municipality_of(self, area_id: str) -> str:
        """The municipality code of an area, "" if nobody says."""
        if area_id in self.own:
            return self.own[area_id].municipality
        return next((k.municipality for k in _record().get(fold(area_id), ())), "")

    def knows(self, text: str) -> bool:
        """Whether the text is a known area's name (the record's or an answered one)."""
        folded = fold(text)
        return bool(folded) and (folded in _record() or folded in self.names)

    def find(self, text: str, municipality: str = "") -> Found:
        """Which area a name means; asked again, the answer is remembered.

        Args:
            text: what stands in the cell.
            municipality: the code of the row's municipality where one is stated.
        """
        asked = (text, municipality)
        found = self._answered.get(asked)
        if found is None:
            found = self._find(text, municipality)
            if found.kind != "area_unknown":
                # a name nobody knows yet may be taken in before it is asked for again
                self._answered[asked] = found
        return found

    def _find(self, text: str, municipality: str) -> Found:
        bare = text.strip()
        mark = _MARK.search(bare)
        marks = mark.group(0) if mark else ""
        bare = _MARK.sub("", bare).strip()
        place = country_or_region(bare)
        if place:
            return Found(place, marks=marks)
        found = self._exact(bare, municipality, marks)
        if found is not None:
            return found
        shortened, new = without_new(bare)
        if new:
            found = self._exact(shortened, municipality, marks)
            if found is not None:
                return Found(found.area_id, found.kind, found.candidates, new=True, marks=marks)
        words = bare.split()
        for cut in range(len(words) - 1, 0, -1):
            code = municipality_code(" ".join(words[cut:]))
            if code:
                found = self._exact(" ".join(words[:cut]), code, marks)
                if found is not None:
                    return found
        near = self.near_answered(bare) or self.near(bare, municipality)
        if near:
            return Found(kind="area_near", candidates=near, marks=marks)
        return Found(kind="area_unknown", marks=marks)

    def _exact(self, text: str, municipality: str, marks: str) -> Found | None:
        folded = fold(text)
        if not folded:
            return None
        if folded in self._answers:
            return Found(self._answers[folded], marks=marks)
        if folded in self.names:
            own = self.own[self.names[folded]]
            if municipality and own.municipality and own.municipality != municipality:
                return None
            return Found(own.area_id, marks=marks)
        known = _record().get(folded, ())
        if not known:
            return None
        if municipality:
            here = [k for k in known if k.municipality == municipality]
            if len(here) == 1:
                return Found(here[0].area_id, marks=marks)
            if not here:
                return Found(
                    kind="municipality_wrong",
                    candidates=tuple(municipality_names()[k.municipality] for k in known[:1]),
                    marks=marks,
                )
        if len(known) > 1:
            return Found(
                kind="area_ambiguous",
                candidates=tuple(
                    f"{k.name} ({municipality_names()[k.municipality]})" for k in known
                ),
                marks=marks,
            )
        return Found(known[0].area_id, marks=marks)

    def add(self, text: str, municipality: str, place: Place) -> str:
        """Take in an area nobody has named before and give it an id."""
        name = _MARK.sub("", text.strip()).strip()
        area_id = slug(name)
        if area_id in self.own or fold(area_id) in _record():
            area_id = f"{area_id}-{slug(municipality_names().get(municipality, 'egen'))}"
        self._take(_Known(area_id, name, municipality))
        self.new[area_id] = (name, place)
        return area_id

    def near_answered(self, text: str) -> tuple[str, ...]:
        """Names of ``forvarsel.toml`` one slip away; digits must agree."""
        folded = key(text)
        if len(folded) < SHORTEST:
            return ()
        return tuple(
            self.own[area_id].name if area_id in self.own else area_id
            for name, area_id in sorted(self._spelt.items())
            if like(name, folded)
        )[:1]

    def near(self, text: str, municipality: str = "") -> tuple[str, ...]:
        """Names of the record one slip away from a text; digits must agree."""
        folded = key(text)
        if len(folded) < SHORTEST:
            return ()
        if self._near is None:
            self._near = {}
            for known in _spellings():
                for variant in deletions(known):
                    self._near.setdefault(variant, set()).add(known)
        hits: dict[str, None] = {}
        for variant in sorted(deletions(folded)):
            for known in sorted(self._near.get(variant, ())):
                if not like(known, folded):
                    continue
                for area in _spellings()[known]:
                    if municipality and area.municipality != municipality:
                        continue
                    hits[area.name] = None
        return tuple(hits)[:3]

    def new_and_alike(self, rows: Mapping[str, int]) -> dict[str, str]:
        """New areas that are one slip from a name that stands far more often: id -> that name."""
        found: dict[str, str] = {}
        often = max(rows.values(), default=0)
        by_variant: dict[str, list[str]] = {}
        spelt = {area_id: key(name) for area_id, (name, _) in self.new.items()}
        rare = [area_id for area_id in spelt if 2 * rows.get(area_id, 0) < often]
        if not rare:
            return found
        for area_id, own in spelt.items():
            for variant in deletions(own):
                by_variant.setdefault(variant, []).append(area_id)
        for area_id in rare:
            for variant in sorted(deletions(spelt[area_id])):
                for other in by_variant[variant]:
                    many = rows.get(other, 0)
                    if many > 2 * rows.get(area_id, 0) and like(spelt[area_id], spelt[other]):
                        found[area_id] = self.new[other][0]
        return found


@cache
def _spellings() -> dict[str, tuple[_Known, ...]]:
    """The record's names letter for letter (ae, oe, aa), for names that are nearly right."""
    found: dict[str, list[_Known]] = {}
    for row in areas().iter_rows(named=True):
        known = _Known(row["area_id"], row["name"], row["municipality_code"])
        for text in (row["name"], *row["aliases"]):
            spelt = found.setdefault(key(text.partition(" (")[0]), [])
            if known not in spelt:
                spelt.append(known)
    return {text: tuple(known) for text, known in found.items()}
