"""Reading model files: the shipped ones by name, the planner's own by path."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path as FilePath

from monitor.errors import LawFileError, UnknownNameError, UnreadableFileError
from monitor.local.build import build
from monitor.local.lines import key_lines
from monitor.local.model import Model
from monitor.local.sense import sense_faults
from monitor.local.shape import Fault, Tree, shape_faults
from monitor.words import Language, say


@dataclass(frozen=True)
class Reading:
    """What reading a model file gave: the model if there are no faults, else the faults."""

    file: str
    model: Model | None
    faults: tuple[Fault, ...]


class ModelFileError(LawFileError):
    """A model file with faults: the first one in words, and how many more there are."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        super().__init__("local.model.faults")

    def sentence(self, language: Language) -> str:
        """The first fault as one sentence."""
        first = self.reading.faults[0].sentence(self.reading.file, language)
        more = len(self.reading.faults) - 1
        return f"{first} {say('local.model.faults', language, more=more)}" if more else first


def read_model(text: str, file: str) -> Reading:
    """A model from the text of a TOML file, or every fault of it with its line."""
    try:
        tree: Tree = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        return Reading(file, None, (grammar_fault(fault, text),))
    lines = key_lines(text)
    faults = shape_faults(tree, lines)
    if faults:
        return Reading(file, None, tuple(faults))
    model = build(tree, file, lines)
    faults = sense_faults(model, tree)
    return Reading(file, None if faults else model, tuple(faults))


def grammar_fault(fault: tomllib.TOMLDecodeError, text: str) -> Fault:
    """What ``tomllib`` objects to, with the line it names."""
    where = re.search(r"\(at line (\d+)", str(fault))
    line = int(where.group(1)) if where else text.count("\n") + 1
    reason = re.sub(r" \(at .*\)$", "", str(fault))
    return Fault(line, "local.model.grammar", {"reason": reason})


def shipped() -> tuple[str, ...]:
    """The ids of the models that come with the tool, in alphabetical order."""
    folder = files("monitor.local").joinpath("models")
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in folder.iterdir()
            if entry.name.endswith(".toml")
        )
    )


def model_text(name: str) -> tuple[str, str]:
    """(text, file name) of a shipped model's id or of a path that ends in ``.toml``.

    Raises:
        UnknownNameError: no shipped model is called so.
        UnreadableFileError: there is no such file, or it is not text in UTF-8.
    """
    if name.lower().endswith(".toml"):
        path = FilePath(name)
        try:
            return path.read_text(encoding="utf-8-sig"), path.name
        except (OSError, UnicodeDecodeError) as fault:
            raise UnreadableFileError("local.unreadable", file=name) from fault
    if name not in shipped():
        raise UnknownNameError("local.unknown_model", name=name, known=", ".join(shipped()))
    entry = files("monitor.local").joinpath("models", f"{name}.toml")
    return entry.read_text(encoding="utf-8"), f"{name}.toml"


def load_model(name: str) -> Model:
    """A shipped model by id, or the planner's own by path.

    Raises:
        ModelFileError: the file has faults (exit code 13).
        UnknownNameError: no shipped model is called so.
        UnreadableFileError: there is no such file, or it is not text in UTF-8.
    """
    reading = read_model(*model_text(name))
    if reading.model is None:
        raise ModelFileError(reading)
    return reading.model


def without(model: Model, codes: tuple[str, ...]) -> Model:
    """The model for a municipality that does not have some of its indicators.

    Raises:
        UnknownNameError: the model does not have the indicator anyway.
    """
    known = [entry.code for entry in model.indicators]
    for code in codes:
        if code not in known:
            raise UnknownNameError("local.unknown_indicator", name=code, known=", ".join(known))
    indicators = tuple(
        replace(entry, available=entry.available and entry.code not in codes)
        for entry in model.indicators
    )
    return replace(model, indicators=indicators)


def with_breaks(model: Model, breaks: dict[str, Fraction]) -> Model:
    """The model with the user's own thresholds, one per indicator code.

    Raises:
        UnknownNameError: a threshold is given for an indicator the model does not have.
    """
    codes = [entry.code for entry in model.indicators]
    for code in breaks:
        if code not in codes:
            known = ", ".join(codes)
            raise UnknownNameError("local.unknown_threshold", name=code, known=known)
    indicators = tuple(
        replace(entry, breaks=(breaks[entry.code],)) if entry.code in breaks else entry
        for entry in model.indicators
    )
    return replace(model, indicators=indicators)
