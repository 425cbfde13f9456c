"""docs/law-verified.md says of every rule what the law files say of it."""

from __future__ import annotations

from collections import Counter

import pytest

from monitor.law.inventory import inventory
from monitor.law.load import laws
from monitor.law.model import EVIDENCE, Law
from tests.law.verified_page import PAGE, marks, page


def test_the_page_is_the_one_the_law_files_give() -> None:
    """Write it anew with ``python -m tests.law.verified_page``."""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("law", laws(), ids=lambda law: law.id)
def test_every_citation_of_the_inventory_is_on_the_page(law: Law) -> None:
    cited = Counter(one.evidence for one in marks(law.tree) if one.cite)
    own = inventory(law).evidence
    for mark in EVIDENCE:
        assert cited[mark] >= own[mark], mark


def test_a_limit_s_mark_is_found_where_it_stands() -> None:
    newest = {one.path: one.evidence for one in marks(laws()[-1].tree)}
    assert newest["criteria.outside_labour.limits.exposed"] == "verbatim"
    assert newest["criteria.outside_labour.reference_years"] == "inferred"
    assert newest["criteria.convicted.denominator"] == "secondary"
