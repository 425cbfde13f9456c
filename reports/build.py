"""The report of one run from its tables: PDF, workbook, pages, and a start page over them."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reports.document import Setter
from reports.language import Text
from reports.pages import start_page, write_pages
from reports.pictures import Pictures
from reports.source import read_tables
from reports.warning.assemble import warning as assemble
from reports.workbook import created_on, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.words import Language

Part = Literal["pdf", "pages", "workbook"]
PARTS: tuple[Part, ...] = ("pdf", "pages", "workbook")
WORKBOOK = "2-arbejdsark.xlsx"
PAGES = "3-sider"


def build(
    source_dir: Path,
    out_dir: Path,
    language: Language = "da",
    *,
    public: bool = False,
    areas: Sequence[str] = (),
    only: Sequence[Part] = PARTS,
    as_of: date | None = None,
    synthetic: bool = False,
    marking: str = "",
    boundaries: Path | None = None,
    progress: Callable[[str], None] | None = None,
    pictures: Pictures | None = None,
) -> tuple[Path, ...]:
    """Write the report of the tables in ``source_dir`` into ``out_dir``.

    Args:
        source_dir: a run's tables (``4-kilder``); any of them may be missing.
        out_dir: made when it is not there; the caller sees to whole-or-absent.
        language: of all texts.
        public: leave out the local list and preventive work.
        areas: area ids or names; all when empty.
        only: which parts to write.
        as_of: the report's date, when the run's manifest does not stand yet.
        synthetic: the input says of itself that it is invented.
        marking: whether the report may leave the house, for every page and sheet.
        boundaries: the user's own GeoJSON for the map.
        progress: told the name of each part as it begins.
        pictures: of this report, where they are warmed up already; left open.

    Returns:
        The files written, the one to open first at the head.

    Raises:
        UnreadableFileError: a table or the boundaries cannot be read.
        UnknownNameError: an area nobody knows.
        NothingToSayError: no table holds a date.
    """
    tell = progress or (lambda _: None)
    tables = read_tables(source_dir)
    said = replace(
        assemble(tables, language, as_of=as_of, synthetic=synthetic, public=public, areas=areas),
        marking=marking,
    )
    out_dir.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    with ExitStack() as stack:
        if pictures is None:
            pictures = stack.enter_context(closing(Pictures(Text(language))))
        if "pdf" in only or "pages" in only:
            pictures.begin(said.areas)
        setter = stack.enter_context(closing(Setter(out_dir, said, language, pictures)))
        if "pdf" in only:
            tell("pdf")
            written += setter.begin()
        if "workbook" in only:
            tell("workbook")
            path = out_dir / WORKBOOK
            path.write_bytes(workbook(said, tables, language, created_on(said.as_of)))
            written.append(path)
        if "pages" in only:
            tell("pages")
            folder = out_dir / PAGES
            folder.mkdir(parents=True, exist_ok=True)
            write_pages(folder, said, language, pictures, boundaries)
            written.append(folder / "index.html")
        setter.finish()
    first = out_dir / "index.html"
    first.write_text(
        start_page(said, language, [path.relative_to(out_dir).as_posix() for path in written]),
        encoding="utf-8",
        newline="\n",
    )
    return (first, *written)
