"""Every table of the 40 percent rule made of a planner's figures."""

from __future__ import annotations

import polars as pl

from forecasts.kinds import kinds_table
from forecasts.plan_paths import in_use
from forecasts.target_outlook import paths
from forecasts.target_plans import family_plans
from monitor.target_faults import faults_frame
from monitor.target_study import TargetStudy
from monitor.words import Language


def tables(study: TargetStudy, language: Language) -> dict[str, pl.DataFrame]:
    """Every table of the 40 percent rule, by name, as ``docs/outputs.md`` lists them."""
    every = paths(study)
    return {
        "family_share": study.share,
        "family_paths": in_use(every),
        "family_paths_readings": every.filter(~pl.col("used")),
        "family_plans": family_plans(study),
        "family_kinds": kinds_table(study),
        "family_faults": faults_frame(study.faults, language),
    }
