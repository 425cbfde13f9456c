"""The report's colours, one job each (contrast ratios in docs): law is ink, forecast is blue."""

from __future__ import annotations

INK = "#1B2430"
INK_2 = "#4A5561"
INK_3 = "#66717D"
BAR_GREY = "#7A8794"
RULE = "#B8C0C8"
GRID = "#E4E8EB"
BLUE = "#1C5A9C"
BAND_INNER = "#9DBEE0"
BAND_OUTER = "#D6E4F3"
BAR_GROUND = "#E2ECF7"
LIMIT = "#7A4E2A"
LIMIT_SIDE = "#F8F2EA"
PANEL = "#F4F6F7"

LOCAL_FILL = {
    "red": "#A3182B",
    "orange": "#E2731E",
    "yellow": "#F6CC45",
    "green": "#DCEFE1",
    "undecided": "#FFFFFF",
}
LOCAL_LINE = {
    "red": "#7A0F1F",
    "orange": "#9A4300",
    "yellow": "#7C5E00",
    "green": "#22703F",
    "undecided": "#66717D",
}
LOCAL_TEXT = {
    "red": "#FFFFFF",
    "orange": INK,
    "yellow": INK,
    "green": INK,
    "undecided": INK_2,
}
