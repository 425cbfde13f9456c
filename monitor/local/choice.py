"""The models a folder is scored by: what ``forvarsel.toml`` says under ``[local]``, or the default.

The first one is the page's; the others stand beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.errors import UnknownNameError
from monitor.ingest.settings import FILE, LocalAnswers, read_settings
from monitor.local.load import load_model, shipped, with_breaks, without
from monitor.local.model import Model
from monitor.local.sense import law_figures
from monitor.local.targets import Targets, load_targets

DEFAULT = ("aarhus_style",)
RESIDENTS = "residents"


@dataclass(frozen=True)
class Chosen:
    """Models in the order they were named, targets to follow, and the files they came from."""

    models: tuple[Model, ...]
    targets: Targets | None = None
    files: tuple[Path, ...] = ()


def chosen_in(folder: Path) -> Chosen | None:
    """What a folder asks for; None where it says nothing of local models.

    Raises:
        UnreadableFileError: ``forvarsel.toml`` cannot be read.
    """
    answers = read_settings(folder).local
    return None if answers == LocalAnswers() else chosen(answers, folder)


def chosen(answers: LocalAnswers, folder: Path) -> Chosen:
    """The models and targets a folder asks for.

    Args:
        answers: from the folder's ``forvarsel.toml``.
        folder: where files named there stand.

    Raises:
        UnknownNameError: no shipped model is called so and no such file is there; a model twice;
            an indicator no chosen model has; something the law does not look at.
        ModelFileError: a model file has faults.
        UnreadableFileError: a file cannot be read.
    """
    names = answers.models or DEFAULT
    models = []
    for name in names:
        own = name.lower().endswith(".toml")
        if not (folder / name).is_file() if own else name not in shipped():
            raise UnknownNameError(
                "local.unknown_choice", settings=FILE, name=name, known=", ".join(shipped())
            )
        models.append(load_model(str(folder / name) if own else name))
    twice = [name for name, times in Counter(model.id for model in models).items() if times > 1]
    if twice:
        raise UnknownNameError("local.twice_chosen", settings=FILE, name=twice[0])
    codes = {entry.code for model in models for entry in model.indicators}
    for code in (*answers.without, *answers.thresholds, *answers.law):
        if code not in codes:
            raise UnknownNameError(
                "local.unknown_answer", settings=FILE, name=code, known=", ".join(sorted(codes))
            )
    for figure in answers.law.values():
        if figure not in law_figures():
            raise UnknownNameError(
                "local.unknown_law", settings=FILE, name=figure, known=", ".join(law_figures())
            )
    targets = answers.targets
    own = targets.lower().endswith(".toml")
    return Chosen(
        tuple(_answered(model, answers) for model in models),
        load_targets(str(folder / targets) if own else targets) if targets else None,
        tuple(folder / name for name in answers.files),
    )


def _answered(model: Model, answers: LocalAnswers) -> Model:
    """The model with what the planner says of its indicators."""
    codes = {entry.code for entry in model.indicators}
    model = without(model, tuple(code for code in answers.without if code in codes))
    model = with_breaks(model, {c: one for c, one in answers.thresholds.items() if c in codes})
    return replace(
        model,
        indicators=tuple(
            replace(entry, law=answers.law.get(entry.code, entry.law)) for entry in model.indicators
        ),
    )


def law_names(model: Model) -> Mapping[str, str]:
    """Indicator -> the figure of the law that it is, for those that are one.

    An indicator called ``residents`` is the number of residents.
    """
    found = {entry.code: entry.law for entry in model.indicators if entry.law and entry.available}
    if any(entry.code == RESIDENTS for entry in model.indicators):
        found.setdefault(RESIDENTS, RESIDENTS)
    return found
