"""The report as pages: a folder that works from a file share, offline, with or without script."""

from __future__ import annotations

import dataclasses
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports import palette
from reports.charts.draw import Record, as_json, script_bundle
from reports.charts.fans import fan_rows, fan_specification
from reports.charts.kinds import kinds_rows, kinds_specification
from reports.charts.path import path_rows, path_specification
from reports.charts.radar import radar_rows, radar_specification
from reports.labels import labels
from reports.language import Text
from reports.maps import point_map, tiles
from reports.numbers import Numbers
from reports.volumes import volume_of
from reports.warning.area import LEVELS

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.words import Language
    from reports.pictures import Pictures
    from reports.warning.model import AreaWarning, Fan, MunicipalWarning

LOCAL = "lokal.html"
LISTS = "lister/index.html"
"""The pages of each list by itself, where the run wrote them."""
FONTS = ("IBMPlexSans-Regular.ttf", "IBMPlexSans-Medium.ttf", "IBMPlexSans-SemiBold.ttf", "OFL.txt")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports", "templates/pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["palette"] = {
        "LOCAL_FILL": palette.LOCAL_FILL,
        "LOCAL_LINE": palette.LOCAL_LINE,
    }
    return environment


def write_pages(
    folder: Path,
    warning: MunicipalWarning,
    language: Language,
    pictures: Pictures,
    boundaries: Path | None = None,
) -> None:
    """Write all pages of a warning with what they need into ``folder``.

    Args:
        folder: made by the caller.
        warning: what is said.
        language: of the fixed words.
        pictures: the charts as SVG, drawn once for document and pages.
        boundaries: the user's own GeoJSON for the map.
    """
    text = Text(language)
    shared = {"w": warning, "t": _words(warning, text), "language": language, "levels": LEVELS}
    _write(folder, "index.html", _start(warning, text, shared, boundaries))
    details = (folder / LISTS).is_file()
    _write(folder, "lister.html", _lists(warning, text, shared, details=details))
    method = _environment().get_template("method.html")
    _write(
        folder,
        "metode.html",
        method.render(**shared, current="method", page_title=_title(warning, text("page.method"))),
    )
    if warning.local_lists is not None:
        own = _environment().get_template("local.html")
        title = _title(warning, text("local_lists.title"))
        _write(folder, LOCAL, own.render(**shared, current="local", page_title=title))
    for area in warning.areas:
        _write(folder, f"{area.slug}.html", _area(area, warning, text, shared, pictures))
    _assets(folder)


def start_page(warning: MunicipalWarning, language: Language, paths: list[str]) -> str:
    """The page over the parts of one report: a link to each, pages first."""
    text = Text(language)
    names = {".pdf": "page.pdf", ".xlsx": "page.workbook", ".html": "page.all"}
    links = []
    for path in paths:
        number = volume_of(PurePosixPath(path))
        name = text("page.pdf_volume", number=number) if number else None
        links.append((path, name or text(names[PurePosixPath(path).suffix])))
    template = _environment().get_template("files.html")
    title = _title(warning, text("page.start_title"))
    links.sort(key=lambda link: not link[0].endswith(".html"))
    return template.render(w=warning, language=language, links=links, page_title=title) + "\n"


def _write(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content + "\n", encoding="utf-8", newline="\n")


def _title(warning: MunicipalWarning, name: str) -> str:
    return f"{name} – {warning.title}, {warning.place}"


def _words(warning: MunicipalWarning, text: Text) -> dict[str, Any]:
    words = labels(warning, text)
    for group in ("page", "fan", "whatif_page"):
        words[group] = text.group(group)
    words["list_day"] = warning.list_text
    words["showing"] = text("page.showing", shown="#shown", all="#all")
    words["square"] = text.group("clock_square")
    return words


def shown_name(area: AreaWarning) -> Markup:
    """The name with places to break, kept apart from the text around it (right-to-left names)."""
    return Markup("<bdi>{}</bdi>").format(Markup("/<wbr>").join(area.name.split("/")))


def _shown(area: AreaWarning, **more: object) -> dict[str, Any]:
    """An area's fields as they stand, with what a page adds."""
    return _fields(area, shown_name=shown_name(area), **more)


def _fields(shown: AreaWarning | MunicipalWarning, **more: object) -> dict[str, Any]:
    """The fields of a part of the view model by name, some of them replaced."""
    found = {field.name: getattr(shown, field.name) for field in dataclasses.fields(shown)}
    return {**found, **more}


def _near_rank(area: AreaWarning) -> float | None:
    """How near the nearest limit is, relatively; smaller is nearer, sorted as larger first."""
    if area.nearest is None or area.nearest.relative is None:
        return None
    return -area.nearest.relative


def _start(
    warning: MunicipalWarning, text: Text, shared: dict[str, Any], boundaries: Path | None
) -> str:
    words = shared["t"]["table"]
    # a column nobody fills is left out, as on paper
    has_local = any(area.local is not None for area in warning.areas)
    has_family = any(area.family is not None for area in warning.areas)
    columns = (
        ("name", words["area"]),
        ("today", words["today"]),
        ("urgency", words["chances"]),
        *((("came", warning.came_head),) if warning.came else ()),
        *((("points", words["local"]),) if has_local else ()),
        ("near", words["nearest"]),
        *((("family", words["family"]),) if has_family else ()),
    )
    choices = {area.today.code: area.today.short for area in warning.areas}
    ordered = sorted(choices.items(), key=lambda item: (-LEVELS.get(item[0], 0), item[0]))
    w = _fields(
        warning, areas=tuple(_shown(area, near_rank=_near_rank(area)) for area in warning.areas)
    )
    points, squares = None, None
    if warning.one_municipality:
        points = point_map(warning.areas, boundaries)
    elif warning.areas:
        counted: dict[str, int] = {}
        for area in warning.areas:
            counted[area.municipality] = counted.get(area.municipality, 0) + 1
        squares = [(tile, counted.get(tile.name, 0)) for tile in tiles()]
    return (
        _environment()
        .get_template("start.html")
        .render(
            **{**shared, "w": w},
            current="start",
            page_title=_title(warning, text("page.start_title")),
            columns=columns,
            has_local=has_local,
            has_family=has_family,
            status_choices=ordered,
            points=points,
            tiles=squares,
        )
    )


def _lists(warning: MunicipalWarning, text: Text, shared: dict[str, Any], *, details: bool) -> str:
    days = sorted({row.list_date for area in warning.areas for row in area.history}, reverse=True)
    numbers = Numbers(text)
    rows = []
    for area in warning.areas:
        by_day = {row.list_date: row.status for row in area.history}
        rows.append((_shown(area), [by_day.get(day) for day in days]))
    return (
        _environment()
        .get_template("lists.html")
        .render(
            **shared,
            current="lists",
            page_title=_title(warning, text("page.lists")),
            days=[{"text": numbers.short_date(day)} for day in days],
            history=rows,
            details=details,
        )
    )


def _area(
    area: AreaWarning,
    warning: MunicipalWarning,
    text: Text,
    shared: dict[str, Any],
    pictures: Pictures,
) -> str:
    numbers = Numbers(text)
    data: dict[str, Any] = {
        "fan": [fan_rows(fan, text, numbers) for fan in area.fans],
        "radar": [radar_rows(area.radar)] if area.radar else [],
        "path": [path_rows(area.path, text, numbers)] if area.path else [],
        "kinds": [kinds_rows(area.kinds, numbers)] if area.kinds else [],
        "words": {
            "year": "",
            "value": "",
            "name": "",
            "path": "",
            "limit": text("fan.limit_word"),
            "interval": text("fan.interval"),
        },
    }
    ledger, year = [], ""
    for row in area.ledger:
        year = row.list_text or year
        ledger.append(
            {**dataclasses.asdict(row), "list_year": year, "probability": row.probability}
        )
    whatif = area.whatif
    drawn = pictures.of(area)
    return (
        _environment()
        .get_template("area.html")
        .render(
            **shared,
            area=_shown(area, ledger=ledger),
            current="area",
            page_title=_title(warning, area.name),
            fan_svgs=drawn.fans,
            fan_tables=[_fan_table(fan, text, numbers) for fan in area.fans],
            radar_svg=drawn.radar or "",
            path_svg=drawn.path or "",
            kinds_svg=drawn.kinds or "",
            path_title=text("path.title", target=numbers.decimal(area.path.target))
            if area.path
            else "",
            chart_json=as_json(data),
            whatif_json=as_json(
                {"before": dataclasses.asdict(whatif.before), "answers": list(whatif.answers)}
            )
            if whatif
            else "",
        )
    )


def _fan_table(fan: Fan, text: Text, numbers: Numbers) -> list[Record]:
    return [row for row in fan_rows(fan, text, numbers) if row["kind"] == "hover"]


def _assets(folder: Path) -> None:
    static = files("reports").joinpath("static")
    for name in ("forvarsel.css", "forvarsel.js"):
        (folder / name).write_bytes(static.joinpath(name).read_bytes())
    (folder / "vega.js").write_text(script_bundle(), encoding="utf-8", newline="\n")
    specifications = {
        "fan": fan_specification(),
        "radar": radar_specification(),
        "path": path_specification(),
        "kinds": kinds_specification(),
    }
    (folder / "charts.js").write_text(
        f"window.forvarselCharts = {as_json(specifications)};\n", encoding="utf-8", newline="\n"
    )
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    for name in FONTS:
        (fonts / name).write_bytes(files("reports").joinpath("fonts", name).read_bytes())
