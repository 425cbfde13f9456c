"""The frozen prior as the text of its file."""

from __future__ import annotations

import json

from forecasts.prior import LEARNED, PERSISTENCES, SERIES, PriorFile

HEAD = """\
# The frozen national prior of the forecast: working scales, per year (keys: forecasts/prior.py).
# Written by `forvarsel prior learn`. level, common, region, own, own_size, count, mean and the
# shift of a redefinition are learned from the public record; everything else is assumed.
# Values exist for listed areas and fresh leavers only: the prior is that of areas near the list.
"""


def prior_text(file: PriorFile) -> str:
    """The file as TOML, the same bytes for the same prior."""
    lines = [HEAD, "[provenance]"]
    lines += [f"{key} = {_toml(value)}" for key, value in file.provenance.items()]
    for code, prior in file.indicators.items():
        lines += ["", f"[{code}]"]
        keys = ("mean", "mean_sd", *LEARNED, *PERSISTENCES, "base_share", "reference", "tail")
        lines += [f"{key} = {_toml(getattr(prior, key))}" for key in keys]
        for change in prior.redefinitions:
            lines += ["", f"[[{code}.redefinition]]", f"first_list = {change.first_list}"]
            for key in ("shift", "shift_sd", "own_sd", "source"):
                lines.append(f"{key} = {_toml(getattr(change, key))}")
    for code, series in file.national.items():
        lines += ["", f"[{code}]"]
        lines += [f"{key} = {_toml(getattr(series, key))}" for key in SERIES]
    lines += ["", "# where the learned scales were thought to lie before any figure was seen"]
    lines.append("[learning]")
    for key, centre in file.learning.items():
        lines.append(f"{key} = {{ centre = {_toml(centre.value)}, sd = {_toml(centre.sd)} }}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, float):
        return repr(float(f"{value:.4g}"))
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
