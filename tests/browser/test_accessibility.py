"""axe-core over every kind of page: no violation of WCAG 2.2 AA."""

import pytest

from tests.browser.conftest import Visit
from tests.browsers import axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "index.html", "omr-demovej-demopark.html", "omr-kloeverdemo.html", "omr-oersteds.html",
    "lister.html", "metode.html",
)  # fmt: skip
SIZES = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})


@pytest.mark.parametrize("visit", SIZES, indirect=True, ids=["screen", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit: Visit, name: str) -> None:
    page = visit.with_charts(name)
    script = axe()
    assert script is not None
    page.add_script_tag(content=script.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(r => r.violations.map(v => "
        "v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' / ')))",
        TAGS,
    )
    assert found == []


def test_the_check_sees_a_fault(visit: Visit) -> None:
    page = visit.open("index.html")
    page.evaluate("document.getElementById('find').previousElementSibling.remove()")
    script = axe()
    assert script is not None
    page.add_script_tag(content=script.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document).then(r => r.violations.map(v => v.id))")
    assert "label" in found
