"""Random streams by name: the same name and seed give the same numbers, whatever else is drawn."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

SEED = 20_101_026
"""The seed of every run: the date of the first list."""


def stream(name: str, seed: int = SEED) -> np.random.Generator:
    """The stream called ``name`` (an area id, or ``shared/indicator``)."""
    digest = sha256(name.encode("utf-8")).digest()
    words = np.frombuffer(digest[:16], dtype="<u4").tolist()
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, *words])))
