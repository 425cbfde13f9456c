-- Version 3: the figures of one column of a table, which differ only in area, row and value, stand
-- together in one row; what is the same in all of them is said once. ``figures`` is a JSON text
-- [[line, area_id, row, value], ...]. The view ``all_figures`` shows every figure as a row of its own.

CREATE TABLE figure_columns (
    batch INTEGER NOT NULL REFERENCES batches (batch),
    first INTEGER NOT NULL CHECK (first > 0),
    count INTEGER NOT NULL CHECK (count > 0),
    indicator TEXT NOT NULL CHECK (indicator <> ''),
    period TEXT NOT NULL CHECK (period <> ''),
    decimals INTEGER CHECK (decimals >= 0),
    unit TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('known', 'preliminary', 'projected')),
    known_from TEXT NOT NULL CHECK (known_from IS date(known_from, '+0 days')),
    sheet TEXT NOT NULL,
    "column" INTEGER,
    known_basis TEXT,
    list_date TEXT CHECK (list_date IS date(list_date, '+0 days')),
    figures TEXT NOT NULL CHECK (json_array_length(figures) = count),
    PRIMARY KEY (batch, first)
) STRICT;

CREATE TRIGGER figure_columns_open_batch BEFORE INSERT ON figure_columns
WHEN NOT EXISTS (SELECT 1 FROM batches WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM seals WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM figure_columns WHERE batch = NEW.batch AND first = NEW.first)
BEGIN SELECT RAISE(ABORT, 'append-only: the batch is sealed, unknown, or has this column'); END;
CREATE TRIGGER figure_columns_no_update BEFORE UPDATE ON figure_columns
BEGIN SELECT RAISE(ABORT, 'append-only: a figure is never changed'); END;
CREATE TRIGGER figure_columns_no_delete BEFORE DELETE ON figure_columns
BEGIN SELECT RAISE(ABORT, 'append-only: a figure is never deleted'); END;

CREATE VIEW all_figures AS
SELECT batch, line, area_id, indicator, period, value, decimals, unit, standing, known_from,
    sheet, "row", "column", reason, known_basis, made_from, list_date
FROM figures
UNION ALL
SELECT c.batch, one.value ->> 0, one.value ->> 1, c.indicator, c.period, one.value ->> 3,
    c.decimals, c.unit, c.standing, c.known_from, c.sheet, one.value ->> 2, c."column",
    NULL, c.known_basis, NULL, c.list_date
FROM figure_columns c, json_each(c.figures) one;
