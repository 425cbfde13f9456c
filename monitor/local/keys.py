"""Which keys each table of a model or target file may hold, and of which kind each is."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.local.model import RULES
from monitor.local.parts import DIRECTIONS, EVIDENCE


@dataclass(frozen=True)
class Key:
    """One key: its kind, whether it must be there, which values it may have.

    Kinds: text, words (text, or a table of da and en), number, whole, flag, texts, numbers,
    wholes, table (of the schema ``of``), tables (an array of them), named (tables by name).
    """

    kind: str
    required: bool = False
    options: tuple[str, ...] = ()
    of: str = ""
    least: int | None = None


_MARK = {
    "evidence": Key("text", required=True, options=EVIDENCE),
    "source": Key("text"),
    "remark": Key("text"),
}
_GATE = {
    "axis": Key("text", required=True),
    "categories": Key("texts", required=True),
    "years": Key("whole", least=1),
}

TABLES: dict[str, dict[str, Key]] = {
    "model": {
        "id": Key("text", required=True),
        "name": Key("words", required=True),
        "about": Key("words", required=True),
        "note": Key("words"),
        "source": Key("text", required=True),
        "final": Key("text"),
        "units": Key("table", required=True, of="units"),
        "indicator": Key("tables", required=True, of="indicator"),
        "theme": Key("tables", of="theme"),
        "reference": Key("table", required=True, of="reference"),
        "missing": Key("table", of="missing"),
        "smoothing": Key("table", of="smoothing"),
        "axis": Key("named", required=True, of="axis"),
        "grid": Key("table", of="grid"),
        "list": Key("table", of="list"),
        "allocation": Key("table", of="allocation"),
    },
    "units": {
        "residents": Key("text"),
        "above": Key("whole", least=0),
        "from": Key("whole", least=0),
        "exclude": Key("tables", of="exclude"),
        **_MARK,
    },
    "exclude": {
        "area": Key("text", required=True),
        "reason": Key("words", required=True),
        "years": Key("wholes"),
    },
    "indicator": {
        "code": Key("text", required=True),
        "name": Key("words", required=True),
        "short": Key("words"),
        "direction": Key("text", required=True, options=DIRECTIONS),
        "denominator": Key("words"),
        "available": Key("flag"),
        "weight": Key("number"),
        "theme": Key("text"),
        "per": Key("whole", least=1),
        "breaks": Key("numbers"),
        "published_change": Key("text"),
        "law": Key("text"),
        "first_year": Key("whole"),
        "last_year": Key("whole"),
        **_MARK,
    },
    "theme": {
        "code": Key("text", required=True),
        "name": Key("words", required=True),
        "weight": Key("number"),
    },
    "reference": {
        "of": Key("text", required=True, options=("municipality", "nation", "areas")),
        "row": Key("text"),
        "mean": Key("text", options=("pooled", "equal")),
        "year": Key("whole"),
        **_MARK,
    },
    "missing": {"at_least": Key("whole", required=True, least=1), **_MARK},
    "smoothing": {
        "years": Key("whole", least=1),
        "toward_reference": Key("whole", least=0),
        **_MARK,
    },
    "axis": {
        "name": Key("words"),
        "measure": Key("text", options=("level", "change")),
        "over_years": Key("whole", least=1),
        "indicators": Key("texts"),
        "rule": Key("text", required=True, options=RULES),
        "breaks": Key("numbers"),
        "user_breaks": Key("flag"),
        "edge": Key("text", options=("at_or_above", "above")),
        "spread": Key("text", options=("population", "sample")),
        "population": Key("whole", least=1),
        "ranks": Key("text", options=("given", "computed")),
        "aggregate": Key("text", required=True, options=("sum", "mean")),
        "standardise": Key("flag"),
        "needed_areas": Key("whole", least=1),
        "category": Key("tables", of="category"),
        **_MARK,
    },
    "category": {
        "code": Key("text", required=True),
        "word": Key("words", required=True),
        "colour": Key("text", required=True),
        "from": Key("number"),
        "above": Key("number"),
        "to": Key("number"),
        "below": Key("number"),
        "flag": Key("flag"),
        "number": Key("whole", least=0),
        "evidence": Key("text", options=EVIDENCE),
        "source": Key("text"),
        "remark": Key("text"),
    },
    "grid": {
        "rows": Key("text", required=True),
        "columns": Key("text", required=True),
        "attention": Key("texts"),
        **_MARK,
    },
    "list": {
        "name": Key("words", required=True),
        "enter": Key("table", required=True, of="gate"),
        "leave": Key("table", required=True, of="gate"),
        **_MARK,
    },
    "gate": _GATE,
    "allocation": {
        "axis": Key("text", required=True),
        "amount": Key("whole", least=0),
        "unit": Key("text", required=True),
        "reset_every": Key("whole", required=True, least=1),
        "first_year": Key("whole", required=True),
        **_MARK,
    },
    "target": {
        "id": Key("text", required=True),
        "name": Key("words", required=True),
        "indicator": Key("text", required=True),
        "measure": Key("text", required=True, options=("value", "gap", "areas_above")),
        "direction": Key("text", options=DIRECTIONS),
        "per": Key("whole", least=1),
        "area": Key("text"),
        "against": Key("text"),
        "limit": Key("number"),
        "start_year": Key("whole", required=True),
        "start_value": Key("number"),
        "end_year": Key("whole", required=True),
        "end_value": Key("number"),
        "end_factor": Key("number"),
        "operator": Key("text", options=("<=", "<", ">=", ">")),
        "path": Key("text", required=True, options=("straight", "end_only")),
        "note": Key("words"),
        **_MARK,
    },
    "targets": {
        "id": Key("text", required=True),
        "name": Key("words", required=True),
        "note": Key("words"),
        "source": Key("text", required=True),
        "target": Key("tables", required=True, of="target"),
    },
}
