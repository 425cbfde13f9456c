"""Demokøbing's files as its planner keeps them: one source, one layout, a few honest faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np

from tests.demo.municipality import (
    AREAS,
    DEPARTMENTS,
    MARK,
    NAME,
    SPLIT,
    Demo,
    area_of,
)
from tests.demo.rules import share
from tests.demo.sheets import Cell, Row, Sheet, cell_name, csv, xlsx

WARNING = (
    f"{MARK} – opdigtede tal for den opdigtede kommune {NAME}; intet her er om virkelige steder"
)
SOURCE = f"Kilde: opdigtet ({MARK})"
STOCK_YEARS = range(2014, 2027)
FLOW_YEARS = range(2012, 2026)
PUBLISHED = range(2014, 2026)
SUPPRESSED_BELOW = 5
CURRENT = tuple(area for area in AREAS if area != "modelbyen")


@dataclass(frozen=True)
class Planted:
    """A fault put in on purpose: where, of what kind, what should have stood there, what stands."""

    file: str
    sheet: str
    cell: str
    kind: str
    should_be: str
    stands: str


@dataclass
class Folder:
    """Files by name, and the faults planted in them."""

    files: dict[str, bytes] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)

    def plant(
        self, file: str, sheet: Sheet, row: int, column: int, kind: str, stands: Cell
    ) -> None:
        """Overwrite a cell with a fault and note it."""
        cells = list(sheet.rows[row])
        planted = Planted(
            file, sheet.name, cell_name(row, column), kind, str(cells[column]), str(stands)
        )
        cells[column] = stands
        sheet.rows[row] = cells
        self.planted.append(planted)


def folder(demo: Demo) -> Folder:
    """Every file of the municipality's folder."""
    made = Folder()
    for write in (
        _settings,
        _departments,
        _population,
        _outside,
        _convicted,
        _education,
        _income,
        _combined_letting,
        _list_history,
        _dwellings,
        _plan,
        _local,
        _preventive,
    ):
        write(demo, made)
    return made


def years_of(area: str, years: range) -> list[int]:
    """The years for which the municipality has figures by area: the parts from two years back."""
    if area == "modelbyen":
        return [year for year in years if year < SPLIT]
    if area.startswith("modelbyen-"):
        return [year for year in years if year >= SPLIT - 2]
    return list(years)


def name(area: str, *, long: bool = False) -> str:
    """The area's name, or the longer form of it some files use."""
    return AREAS[area][1 if long else 0]


def _settings(demo: Demo, made: Folder) -> None:
    lines = [f"# {WARNING}.", "", "[folder]", f'municipality = "{NAME}"', 'region = "083"']
    lines += ["synthetic = true", "", "[areas]"]
    for area, (short, long) in AREAS.items():
        lines.append(f'"{short}" = {{ id = "{area}", name = "{short}", municipality = "{NAME}" }}')
        lines.append(f'"{long}" = "{area}"')
    lines.append(
        f'"{WHOLE}" = {{ id = "municipality", name = "{WHOLE}", municipality = "{NAME}" }}'
    )
    lines += ["", "[headings]"]
    lines += [f'"{heading}" = "local:{code}"' for code, (heading, _) in LOCAL.items()]
    lines += ["", "[local]", f'models = ["aarhus_style", "{OWN_LIST}"]']
    made.files["forvarsel.toml"] = ("\n".join(lines) + "\n").encode()
    made.files[OWN_LIST] = (Path(__file__).parent / "own_list.toml").read_bytes()


def _departments(demo: Demo, made: Folder) -> None:
    units: list[Row] = [
        (WARNING,),
        (),
        (
            "Område",
            "Lbf.nr.",
            "Afdelingsnavn",
            "Boligorganisation",
            "Fra år",
            "Til år",
            "Bemærkning",
        ),
    ]
    for unit in DEPARTMENTS:
        landlord = f"Boligforeningen Demo {unit.number[3]}"
        if unit.before:
            note = f"{name(unit.before)} blev delt 1. januar {SPLIT}"
            units.append(
                (name(unit.before), unit.number, unit.name, landlord, 2010, SPLIT - 1, note)
            )
            units.append((name(unit.area), unit.number, unit.name, landlord, SPLIT, None, note))
        else:
            units.append((name(unit.area), unit.number, unit.name, landlord, 2010, None, None))
    made.files["afdelinger_og_omraader_syntetisk.xlsx"] = xlsx(
        [
            Sheet(f"{MARK} afdelinger", units, widths=(24, 10, 20, 24, 8, 8, 36)),
        ],
        WARNING,
    )


def _population(demo: Demo, made: Folder) -> None:
    file = "befolkning_afdelinger_syntetisk.xlsx"
    sheets = []
    for code, sheet_name, title in (
        ("residents", "beboere", "Beboere i alt pr. 1. januar"),
        (
            "nonwestern_count",
            "ikke-vestlige",
            "Antal indvandrere og efterkommere fra ikke-vestlige lande pr. 1. januar",
        ),
    ):
        rows: list[Row] = [
            (WARNING,),
            (title,),
            ("Udtrukket 2. marts 2026",),
            ("Lbf.nr.", "Afdelingsnavn", *STOCK_YEARS),
        ]
        for unit in DEPARTMENTS:
            figures = demo.departments[unit.number]
            rows.append((unit.number, unit.name, *(figures[code, year] for year in STOCK_YEARS)))
        total = [
            sum(demo.departments[unit.number][code, year] for unit in DEPARTMENTS)
            for year in STOCK_YEARS
        ]
        rows += [("I alt", None, *total), (SOURCE,)]
        sheets.append(Sheet(f"{MARK} {sheet_name}", rows, widths=(10, 22)))
    kopi = [unit.number for unit in DEPARTMENTS].index("9903-07")
    column = 2 + 2021 - STOCK_YEARS.start
    clean = demo.departments["9903-07"]["residents", 2021]
    made.plant(file, sheets[0], 4 + kopi, column, "factor_10", 10 * clean)
    made.files[file] = xlsx(sheets, WARNING)


def _outside(demo: Demo, made: Folder) -> None:
    file = "uden_tilknytning_syntetisk.csv"
    rows: list[Row] = [
        (WARNING,),
        (
            "Område",
            "År",
            "Beboere 18-64 år",
            "Uden tilknytning til arbejdsmarked eller uddannelse, antal helårspersoner",
            "Status",
            "Kendt fra",
        ),
    ]
    for area, figures in demo.areas.items():
        for year in years_of(area, FLOW_YEARS):
            rows.append(
                (
                    name(area),
                    year,
                    figures["outside_labour_base", year],
                    figures["outside_labour_count", year],
                    "foreløbig" if year == 2025 else "endelig",
                    f"15-08-{year + 1}",
                )
            )
    sheet = Sheet("", rows)
    wrong = next(
        number for number, row in enumerate(rows) if row[0] == "Prøvelunden" and row[1] == 2016
    )
    made.plant(file, sheet, wrong, 0, "misspelt_area", "Prøvelunen")
    made.files[file] = csv([*sheet.rows, (SOURCE,)], encoding="cp1252")


def _convicted(demo: Demo, made: Folder) -> None:
    years = [year for year in FLOW_YEARS if year <= 2024]
    head: list[Cell] = ["Boligområde"]
    under: list[Cell] = [None]
    for year in years:
        head += [year, None]
        under += ["Dømte, antal", "Beboere 18 år og derover"]
    rows: list[Row] = [
        (WARNING,),
        (
            "Dømte efter straffeloven, våbenloven eller lov om euforiserende stoffer;"
            " * = under 5 personer",
        ),
        ("Udtrukket 1. oktober 2026",),
        head,
        under,
    ]
    for area, figures in demo.areas.items():
        row: list[Cell] = [name(area, long=True)]
        there = years_of(area, FLOW_YEARS)
        for year in years:
            if year not in there:
                row += [None, None]
                continue
            count = figures["convicted_count", year]
            row += [
                "*" if count < SUPPRESSED_BELOW else count,
                figures["convicted_base", year],
            ]
        rows.append(row)
    rows.append((SOURCE,))
    merged = [(3, 1 + 2 * number, 3, 2 + 2 * number) for number in range(len(years))]
    nation: list[Row] = [
        (WARNING,),
        ("Hele landet: opdigtet landsgennemsnit",),
        ("Område", "År", "Dømte i pct. af beboere 18 år og derover"),
        *(("Hele landet", year, demo.national_bp[year] / 100) for year in years),
    ]
    made.files["doemte_syntetisk.xlsx"] = xlsx(
        [
            Sheet(f"{MARK} dømte", rows, merged, (40,)),
            Sheet(f"{MARK} hele landet", nation, widths=(16, 8, 40)),
        ],
        WARNING,
    )


def _education(demo: Demo, made: Folder) -> None:
    file = "uddannelse_syntetisk.csv"
    rows: list[Row] = [("area", "indicator", "period", "value", "known_from", "note")]
    for area, figures in demo.areas.items():
        for year in years_of(area, STOCK_YEARS):
            if year == STOCK_YEARS[-1]:
                continue
            note = f"{MARK}; inkl. uoplyst" if year < 2018 else f"{MARK}; ny opgørelse fra 2018"
            for code in ("basic_education_base", "basic_education_count"):
                known = f"{year}-10-15"
                rows.append((area, code, f"{year}-01-01", figures[code, year], known, note))
    sheet = Sheet("", rows)
    wrong = rows.index(
        next(
            row for row in rows if row[:3] == ("demoparken", "basic_education_count", "2019-01-01")
        )
    )
    base = demo.areas["demoparken"]["basic_education_base", 2019]
    made.plant(file, sheet, wrong, 3, "count_above_base", base + 57)
    made.files[file] = csv(sheet.rows)


def _income(demo: Demo, made: Folder) -> None:
    file = "indkomst_syntetisk.xlsx"
    rows: list[Row] = [
        (WARNING,),
        (),
        (
            "Område",
            "År",
            "Gennemsnitlig bruttoindkomst, kr.",
            "Skattepligtige 15-64 år",
            "Regionens gennemsnitlige bruttoindkomst, kr.",
            "Kendt fra",
        ),
    ]
    for area, figures in demo.areas.items():
        for number, year in enumerate(y for y in years_of(area, FLOW_YEARS) if y <= 2024):
            income: Cell = figures["income_kr", year]
            if area == "attrapgaarden":
                income = f"{income:,} kr.".replace(",", ".")
            rows.append(
                (
                    name(area) if number == 0 else None,
                    year,
                    income,
                    figures["income_base", year],
                    demo.region[year],
                    date(year + 1, 12, 1),
                )
            )
    sheet = Sheet(f"{MARK} indkomst", rows, widths=(24, 8, 30, 24, 26, 18))
    start = next(number for number, row in enumerate(rows) if row and row[0] == "Skitsebakken")
    wrong = start + 2015 - FLOW_YEARS.start
    clean = rows[wrong][2]
    made.plant(file, sheet, wrong, 2, "thousand_kroner", round(int(str(clean)) / 1000))
    sheet.rows.append((SOURCE,))
    made.files[file] = xlsx([sheet], WARNING)


def _combined_letting(demo: Demo, made: Folder) -> None:
    rows: list[Row] = [
        (WARNING,),
        (
            "Liste over almene boligområder pr. 1. december 2025, hvor reglerne om kombineret"
            " udlejning kan anvendes",
        ),
        (),
        (
            "Område",
            "Kommune",
            "Beboere pr. 1. jan 2025",
            "Beboere udenfor arbejdsmarkedet 2024, pct.",
        ),
    ]
    for area in CURRENT:
        figures = demo.areas[area]
        # one year, outside the labour market only: another measure than the criterion, higher
        percent = share(figures, "outside_labour", 2024) + Fraction(3, 2)
        residents = figures["residents", 2025]
        if residents >= 1000 and percent >= 40:
            tenths = int(percent * 10 + Fraction(1, 2))
            mark = "Ny " if area == "eksempelvej-forsoegsvej" else ""
            rows.append(
                (
                    name(area),
                    f"{mark}{NAME}",
                    f"{residents:,}".replace(",", "."),
                    f"{tenths // 10},{tenths % 10}",
                )
            )
    rows.append((SOURCE,))
    made.files["kombineret_udlejning_2025_syntetisk.xlsx"] = xlsx(
        [Sheet(f"{MARK} tabel 1", rows, widths=(28, 18, 26, 44))], WARNING
    )


def listed_as(found: set[str], year: int) -> list[str]:
    """What the lists of 1 December ``year`` call an area: one word for each list it is on."""
    if year <= 2017:
        return ["ghettoområde"] if "parallel" in found else []
    words = {
        "exposed": "udsat boligområde",
        "parallel": "ghettoområde" if year <= 2020 else "parallelsamfund",
        "transformation": "hårdt ghettoområde" if year <= 2020 else "omdannelsesområde",
        "prevention": "forebyggelsesområde",
    }
    return [word for category, word in words.items() if category in found]


def _list_history(demo: Demo, made: Folder) -> None:
    rows: list[Row] = [
        (WARNING,),
        (f"Alle lister pr. 1. december {PUBLISHED[0]}-{PUBLISHED[-1]} for {NAME}",),
        (),
        ("Listedato", "Område", "Kategori", "Bemærkning"),
    ]
    for year in PUBLISHED:
        for area, lists in demo.lists.items():
            for word in listed_as(lists.get(year, set()), year):
                note = "udviklingsplan fra 2019" if word == "hårdt ghettoområde" else None
                rows.append((date(year, 12, 1), name(area), word, note))
    rows.append((SOURCE,))
    made.files["listehistorik_syntetisk.xlsx"] = xlsx(
        [Sheet(f"{MARK} lister", rows, widths=(20, 26, 24, 28))], WARNING
    )


DWELLINGS = {
    "attrapgaarden": (1046, 60, 24, 0, 0, 12, 0, 0, 1350),
    "demoparken": (560, 24, 40, 0, 0, 0, 30, 0, 600),
    "eksempelvej-forsoegsvej": (622, 30, 18, 0, 0, 0, 24, 12, 450),
    "fiktionsparken": (748, 36, 20, 12, 0, 24, 0, 0, 980),
    "kopivaenget": (505, 0, 36, 24, 0, 0, 12, 0, 300),
    "modelbyen-nord": (610, 40, 30, 0, 0, 10, 40, 0, 720),
    "modelbyen-syd": (470, 24, 12, 0, 0, 0, 18, 0, 375),
    "moenstergaarden": (430, 18, 16, 0, 8, 0, 0, 0, 225),
    "proevelunden": (590, 30, 22, 0, 0, 0, 36, 0, 525),
    "skitsebakken": (545, 12, 30, 0, 0, 0, 20, 10, 150),
}
"""Dwellings on 1 January 2019 by kind (family, youth, elderly, care, other social, private rented,
owner, cooperative) and commercial floor area in m2."""

PLAN = (
    ("nedrivning", 96, "boliger", date(2021, 6, 30), "gennemført", date(2022, 3, 31), "blok 1-3"),
    (
        "ommærkning til ungdomsboliger",
        40,
        "boliger",
        date(2020, 8, 1),
        "gennemført",
        date(2020, 8, 1),
        "",
    ),
    (
        "ommærkning til ældreboliger",
        36,
        "boliger",
        date(2021, 8, 1),
        "gennemført",
        date(2022, 6, 1),
        "",
    ),
    ("salg", 120, "boliger", date(2022, 12, 31), "gennemført", date(2024, 10, 1), "blok 7 og 8"),
    (
        "nye private boliger",
        85,
        "boliger",
        date(2023, 12, 31),
        "gennemført",
        date(2025, 5, 1),
        "rækkehuse",
    ),
    (
        "nyt erhvervsareal",
        1500,
        "m2",
        date(2023, 6, 30),
        "gennemført",
        date(2023, 9, 1),
        "dagligvarer",
    ),
    ("nedrivning", 110, "boliger", date(2025, 6, 30), "i gang", None, "blok 4-6"),
    ("salg", 90, "boliger", date(2026, 6, 30), "planlagt", None, "blok 9"),
    ("nye private boliger", 140, "boliger", date(2027, 12, 31), "planlagt", None, "byggefelt A"),
    ("nye private boliger", 130, "boliger", date(2028, 12, 31), "planlagt", None, "byggefelt B"),
    ("nyt erhvervsareal", 2250, "m2", date(2028, 6, 30), "planlagt", None, "kontorfællesskab"),
    ("nedrivning", 48, "boliger", date(2028, 6, 30), "planlagt", None, "blok 10"),
    (
        "ommærkning til ungdomsboliger",
        24,
        "boliger",
        date(2022, 8, 1),
        "gennemført",
        date(2023, 8, 1),
        "",
    ),
)
"""Attrapgården's plan: lever, amount, unit, planned, status, done, note."""


def dwellings(area: str, year: int) -> list[int]:
    """Dwellings by kind, floor area, demolished and not replaced, on 1 January ``year``."""
    counts = [*DWELLINGS[area], 0]
    if area != "attrapgaarden":
        return counts
    moves = {"nedrivning": (0, 9), "salg": (0, 5), "nye private boliger": (None, 6)}
    moves |= {
        "ommærkning til ungdomsboliger": (0, 1),
        "ommærkning til ældreboliger": (0, 2),
        "nyt erhvervsareal": (None, 8),
    }
    for lever, amount, _, _, _, done, _ in PLAN:
        if done is not None and done < date(year, 1, 1):
            out, into = moves[lever]
            if out is not None:
                counts[out] -= amount
            counts[into] += amount
    return counts


def _dwellings(demo: Demo, made: Folder) -> None:
    file = "boliger_syntetisk.xlsx"
    rows: list[Row] = [
        (WARNING,),
        (),
        (
            "Område",
            "Opgjort pr.",
            "Almene familieboliger",
            "Ungdomsboliger",
            "Ældreboliger",
            "Plejeboliger",
            "Andre almene boliger",
            "Private udlejningsboliger",
            "Ejerboliger",
            "Andelsboliger",
            "Erhvervsareal (m²)",
            "Nedrevet og ikke erstattet",
        ),
    ]
    for area in CURRENT:
        for year in range(2020, 2027):
            rows.append((name(area), date(year, 1, 1), *dwellings(area, year)))
    sheet = Sheet(f"{MARK} boliger", rows, widths=(26, 16, *([14] * 10)))
    wrong = next(
        number for number, row in enumerate(rows) if row[:2] == ("Kopivænget", date(2021, 1, 1))
    )
    made.plant(file, sheet, wrong, 4, "text_for_number", "se note")
    sheet.rows.append((SOURCE,))
    made.files[file] = xlsx([sheet], WARNING)


def _plan(demo: Demo, made: Folder) -> None:
    file = "udviklingsplan_attrapgaarden_syntetisk.xlsx"
    rows: list[Row] = [
        (WARNING,),
        ("Milepæle og oversigt over nedbringelsesredskaber, status 1. oktober 2026",),
        (),
        (
            "Navn på boligområdet",
            "Redskab",
            "Omfang",
            "Enhed",
            "Planlagt dato",
            "Status",
            "Dato gennemført",
            "Bemærkning",
            "Kilde",
        ),
    ]
    for lever, amount, unit, planned, status, done, note in PLAN:
        rows.append(
            (name("attrapgaarden"), lever, amount, unit, planned, status, done, note or None, MARK)
        )
    sheet = Sheet(f"{MARK} udviklingsplan", rows, widths=(24, 32, 8, 10, 18, 14, 18, 22, 12))
    made.plant(file, sheet, len(rows) - 1, 6, "done_without_date", None)
    made.files[file] = xlsx([sheet], WARNING)


LOCAL = {
    "outside_labour": ("Voksne uden for arbejdsmarkedet, pct.", 24.0),
    "children_measures": ("Unge med dag- og døgnforanstaltninger, pct.", 3.1),
    "free_daycare": ("Børn med økonomisk friplads, pct.", 22.0),
    "school_absence": ("Skolefravær 0.-10. klasse, pct.", 6.2),
    "health": ("Dårligt selvvurderet helbred, pct.", 17.0),
    "youth_crime": ("Kriminalitetssigtede 10-17 år, pct.", 1.6),
    "youth_education": ("24-årige uden ungdomsuddannelse, pct.", 25.0),
    "unsafe": ("Utrygge beboere, pct.", 12.0),
}
"""Eight indicators in the style of Aarhus: heading, the municipality's own level."""

WHOLE = f"Hele {NAME}"
"""The municipality as a whole: what the areas are compared with, no area itself."""

LOCAL_YEARS = range(2019, 2026)

OWN_LIST = "egen_liste_syntetisk.toml"
"""A second local list, the municipality's own: a model as a planner would write it."""


def local_figures(demo: Demo) -> dict[tuple[str, int, str], float | None]:
    """(area or the municipality, year, indicator) -> percent with one decimal, None: suppressed."""
    rng = np.random.default_rng(751)
    found: dict[tuple[str, int, str], float | None] = {}
    for code, (_, level) in LOCAL.items():
        for year in LOCAL_YEARS:
            found[NAME, year, code] = round(level * (1 - 0.01 * (year - 2019)), 1)
        for area in CURRENT:
            figures = demo.areas[area]
            wander = 0.0
            lean = 1 + 0.12 * rng.standard_normal()
            for year in LOCAL_YEARS:
                strain = float(share(figures, "outside_labour", year)) / 24
                wander = 0.9 * wander + 0.05 * rng.standard_normal()
                value = level * strain * lean * float(np.exp(wander))
                small = code in ("youth_crime", "children_measures") and area == "demoparken"
                found[area, year, code] = None if small and year % 2 else round(value, 1)
    return found


def _local(demo: Demo, made: Folder) -> None:
    figures = local_figures(demo)
    rows: list[Row] = [
        (WARNING,),
        ("Lokale indikatorer i stil med Aarhus, opdigtede; .. = for få personer",),
        (),
        ("Boligområde", "År", *(heading for heading, _ in LOCAL.values())),
    ]
    for year in LOCAL_YEARS:
        for area in (*CURRENT, NAME):
            label = WHOLE if area == NAME else name(area)
            cells = [figures[area, year, code] for code in LOCAL]
            rows.append((label, year, *(".." if value is None else value for value in cells)))
    rows.append((SOURCE,))
    made.files["lokale_indikatorer_syntetisk.xlsx"] = xlsx(
        [Sheet(f"{MARK} lokale", rows, widths=(28, 8, *([20] * 8)))], WARNING
    )


PREVENTIVE = (
    (
        "eksempelvej-forsoegsvej",
        "Jobvejledning i opgangen",
        "2023-2027",
        "Jobcenteret",
        "To vejledere, åbent tre dage om ugen.",
    ),
    (
        "eksempelvej-forsoegsvej",
        "Lektiecafé",
        "2022-",
        "Biblioteket",
        "Frivillige; 30 børn om ugen.",
    ),
    (
        "fiktionsparken",
        "Boligsocial helhedsplan",
        "2024-2028",
        "Boligforeningen Demo 2",
        "Beskæftigelse og kriminalitetsforebyggelse.",
    ),
    (
        "kopivaenget",
        "Fritidspas",
        "2025-",
        "Børn og unge",
        "Kontingent betales for børn med friplads.",
    ),
    (
        "modelbyen-syd",
        "Uddannelsesvejledning for voksne",
        "2025-2026",
        "Voksenuddannelsen",
        "FVU og 9. klasse i beboerhuset; 41 i gang.",
    ),
    (
        "skitsebakken",
        "Opsøgende SSP",
        "2021-",
        "SSP",
        "=SAMARBEJDE med politiet; aftenrunder fredag og lørdag.",
    ),
)


def _preventive(demo: Demo, made: Folder) -> None:
    rows: list[Row] = [
        (WARNING,),
        (),
        ("Område", "Indsats", "Periode", "Ansvarlig", "Beskrivelse"),
        *((name(area), *rest) for area, *rest in PREVENTIVE),
    ]
    made.files["forebyggende_indsats_syntetisk.xlsx"] = xlsx(
        [Sheet(f"{MARK} indsats", rows, widths=(26, 32, 12, 26, 60))], WARNING
    )


def new_list(demo: Demo, year: int) -> Folder:
    """The ministry's tables of 1 December ``year`` as the planner drops them into her folder."""
    made = Folder()
    before = {area: lists.get(year - 1, set()) for area, lists in demo.lists.items()}
    now = {area: lists.get(year, set()) for area, lists in demo.lists.items()}
    titles = {
        "exposed": ("udsatte boligområder", "udsatte_boligomraader"),
        "parallel": ("parallelsamfundsområder", "parallelsamfundsomraader"),
        "transformation": ("omdannelsesområder", "omdannelsesomraader"),
        "prevention": ("forebyggelsesområder", "forebyggelsesomraader"),
    }
    headings = (
        "Område",
        "Kommune",
        f"Beboere pr. 1. jan {year}",
        "Uden tilknytning til arbejdsmarked eller uddannelse, pct.",
        "Dømte, pct.",
        "Alene grunduddannelse, pct.",
        "Bruttoindkomst i pct. af regionen",
        "Ikke-vestlige lande, pct.",
    )
    for category, (word, file_word) in titles.items():
        title = f"Liste over {word} pr. 1. december {year}"
        rows: list[Row] = [(WARNING,), (title,), (), (f"Tabel 1. {title}",), headings]
        for area, found in now.items():
            if category in found:
                mark = "" if category in before[area] else "Ny "
                rows.append(_printed(demo, area, year, mark))
        rows += [(SOURCE,), (), ("Tabel 2. Områder, der er udgået af listen siden sidste år",)]
        rows.append(headings)
        for area, found in now.items():
            if category in before[area] and category not in found:
                rows.append(_printed(demo, area, year, ""))
        rows.append((SOURCE,))
        sheet = Sheet(f"{MARK} {year}", rows, widths=(26, 20, *([18] * 6)))
        made.files[f"liste_{file_word}_{year}_syntetisk.xlsx"] = xlsx([sheet], WARNING)
    return made


def _printed(demo: Demo, area: str, year: int, mark: str) -> Row:
    figures = demo.areas[area]

    def mean(code: str) -> Fraction:
        return (share(figures, code, year - 2) + share(figures, code, year - 1)) / 2

    income = Fraction(100 * figures["income_kr", year - 2], demo.region[year - 2])
    return (
        name(area),
        f"{mark}{NAME}",
        f"{figures['residents', year]:,}".replace(",", "."),
        danish(mean("outside_labour"), 1),
        danish(mean("convicted"), 2),
        danish(share(figures, "basic_education", year), 1),
        danish(income, 1),
        danish(share(figures, "nonwestern", year), 1),
    )


def danish(value: Fraction, decimals: int) -> str:
    """A figure as printed: decimal comma, rounded half up."""
    scaled = int(value * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**decimals)
    return f"{whole},{rest:0{decimals}}"


__all__ = ["Folder", "Planted", "area_of", "folder", "local_figures", "new_list"]
