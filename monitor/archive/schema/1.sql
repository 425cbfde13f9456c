-- Version 1 of the archive: append-only in the file itself, whoever opens it and with whatever.
-- A batch is one source (a file, an outlook), written in one transaction and sealed by its last row.

CREATE TABLE batches (
    batch INTEGER PRIMARY KEY CHECK (batch > 0),
    kind TEXT NOT NULL CHECK (kind <> ''),
    file TEXT NOT NULL CHECK (file <> ''),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    content TEXT NOT NULL CHECK (length(content) = 64),
    known_from TEXT NOT NULL CHECK (known_from IS date(known_from, '+0 days')),
    note TEXT NOT NULL,
    UNIQUE (kind, sha256, content)
) STRICT;

-- the hash chain: each seal holds the seal before it
CREATE TABLE seals (
    batch INTEGER PRIMARY KEY REFERENCES batches (batch),
    previous TEXT NOT NULL CHECK (length(previous) = 64),
    digest TEXT NOT NULL CHECK (length(digest) = 64)
) STRICT;

CREATE TABLE figures (
    batch INTEGER NOT NULL REFERENCES batches (batch),
    line INTEGER NOT NULL CHECK (line > 0),
    area_id TEXT NOT NULL CHECK (area_id <> ''),
    indicator TEXT NOT NULL CHECK (indicator <> ''),
    period TEXT NOT NULL CHECK (period <> ''),
    value TEXT CHECK (value <> ''),
    decimals INTEGER CHECK (decimals >= 0),
    unit TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('known', 'preliminary', 'projected', 'missing')),
    known_from TEXT NOT NULL CHECK (known_from IS date(known_from, '+0 days')),
    sheet TEXT NOT NULL,
    "row" INTEGER,
    "column" INTEGER,
    PRIMARY KEY (batch, line),
    CHECK ((value IS NULL) = (standing = 'missing'))
) STRICT, WITHOUT ROWID;

-- a list as published: who is named on it, who is new, who has left since the list before
CREATE TABLE memberships (
    batch INTEGER NOT NULL REFERENCES batches (batch),
    line INTEGER NOT NULL CHECK (line > 0),
    list_date TEXT NOT NULL CHECK (list_date IS date(list_date, '+0 days')),
    area_id TEXT NOT NULL CHECK (area_id <> ''),
    category TEXT NOT NULL CHECK (category IN ('exposed', 'parallel', 'transformation', 'prevention')),
    status TEXT NOT NULL CHECK (status IN ('listed', 'new', 'left', 'not_listed')),
    known_from TEXT NOT NULL CHECK (known_from IS date(known_from, '+0 days')),
    sheet TEXT NOT NULL,
    "row" INTEGER,
    "column" INTEGER,
    note TEXT NOT NULL,
    PRIMARY KEY (batch, line)
) STRICT, WITHOUT ROWID;

-- whether a list is there whole, so that an area it does not name is known to be off it
CREATE TABLE lists (
    batch INTEGER NOT NULL REFERENCES batches (batch),
    list_date TEXT NOT NULL CHECK (list_date IS date(list_date, '+0 days')),
    category TEXT NOT NULL CHECK (category IN ('exposed', 'parallel', 'transformation', 'prevention')),
    scope TEXT NOT NULL CHECK (scope <> ''),
    whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
    PRIMARY KEY (batch, list_date, category, scope)
) STRICT, WITHOUT ROWID;

-- an outlook sealed with its hash; before_list: no list of list_date was in the archive yet
CREATE TABLE outlooks (
    batch INTEGER PRIMARY KEY REFERENCES batches (batch),
    as_of TEXT NOT NULL CHECK (as_of IS date(as_of, '+0 days')),
    list_date TEXT NOT NULL CHECK (list_date IS date(list_date, '+0 days')),
    before_list INTEGER NOT NULL CHECK (before_list IN (0, 1)),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    payload BLOB NOT NULL,
    CHECK (as_of < list_date)
) STRICT;

CREATE TRIGGER batches_in_order BEFORE INSERT ON batches
WHEN NEW.batch IS NOT (SELECT coalesce(max(batch), 0) + 1 FROM batches)
    OR EXISTS (SELECT 1 FROM batches
               WHERE kind = NEW.kind AND sha256 = NEW.sha256 AND content = NEW.content)
    OR (SELECT count(*) FROM batches) <> (SELECT count(*) FROM seals)
BEGIN SELECT RAISE(ABORT, 'append-only: a batch takes the next number, once, after the last is sealed'); END;
CREATE TRIGGER batches_no_update BEFORE UPDATE ON batches
BEGIN SELECT RAISE(ABORT, 'append-only: a batch is never changed'); END;
CREATE TRIGGER batches_no_delete BEFORE DELETE ON batches
BEGIN SELECT RAISE(ABORT, 'append-only: a batch is never deleted'); END;

CREATE TRIGGER seals_in_order BEFORE INSERT ON seals
WHEN NOT EXISTS (SELECT 1 FROM batches WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM seals WHERE batch = NEW.batch)
    OR NEW.previous IS NOT coalesce(
        (SELECT digest FROM seals ORDER BY batch DESC LIMIT 1), printf('%064d', 0))
BEGIN SELECT RAISE(ABORT, 'append-only: a seal follows the seal before it, once'); END;
CREATE TRIGGER seals_no_update BEFORE UPDATE ON seals
BEGIN SELECT RAISE(ABORT, 'append-only: a seal is never changed'); END;
CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals
BEGIN SELECT RAISE(ABORT, 'append-only: a seal is never deleted'); END;

CREATE TRIGGER figures_open_batch BEFORE INSERT ON figures
WHEN NOT EXISTS (SELECT 1 FROM batches WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM seals WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM figures WHERE batch = NEW.batch AND line = NEW.line)
BEGIN SELECT RAISE(ABORT, 'append-only: the batch is sealed, unknown, or has this line'); END;
CREATE TRIGGER figures_no_update BEFORE UPDATE ON figures
BEGIN SELECT RAISE(ABORT, 'append-only: a figure is never changed'); END;
CREATE TRIGGER figures_no_delete BEFORE DELETE ON figures
BEGIN SELECT RAISE(ABORT, 'append-only: a figure is never deleted'); END;

CREATE TRIGGER memberships_open_batch BEFORE INSERT ON memberships
WHEN NOT EXISTS (SELECT 1 FROM batches WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM seals WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM memberships WHERE batch = NEW.batch AND line = NEW.line)
BEGIN SELECT RAISE(ABORT, 'append-only: the batch is sealed, unknown, or has this line'); END;
CREATE TRIGGER memberships_no_update BEFORE UPDATE ON memberships
BEGIN SELECT RAISE(ABORT, 'append-only: a membership is never changed'); END;
CREATE TRIGGER memberships_no_delete BEFORE DELETE ON memberships
BEGIN SELECT RAISE(ABORT, 'append-only: a membership is never deleted'); END;

CREATE TRIGGER lists_open_batch BEFORE INSERT ON lists
WHEN NOT EXISTS (SELECT 1 FROM batches WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM seals WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM lists WHERE batch = NEW.batch AND list_date = NEW.list_date
               AND category = NEW.category AND scope = NEW.scope)
BEGIN SELECT RAISE(ABORT, 'append-only: the batch is sealed, unknown, or has this list'); END;
CREATE TRIGGER lists_no_update BEFORE UPDATE ON lists
BEGIN SELECT RAISE(ABORT, 'append-only: a list is never changed'); END;
CREATE TRIGGER lists_no_delete BEFORE DELETE ON lists
BEGIN SELECT RAISE(ABORT, 'append-only: a list is never deleted'); END;

CREATE TRIGGER outlooks_open_batch BEFORE INSERT ON outlooks
WHEN NOT EXISTS (SELECT 1 FROM batches WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM seals WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM outlooks WHERE batch = NEW.batch)
    OR (NEW.before_list = 1 AND (
        EXISTS (SELECT 1 FROM lists WHERE list_date = NEW.list_date)
        OR EXISTS (SELECT 1 FROM memberships WHERE list_date = NEW.list_date)))
BEGIN SELECT RAISE(ABORT, 'append-only: the batch is sealed or unknown, or the list is out'); END;
CREATE TRIGGER outlooks_no_update BEFORE UPDATE ON outlooks
BEGIN SELECT RAISE(ABORT, 'append-only: an outlook is never changed'); END;
CREATE TRIGGER outlooks_no_delete BEFORE DELETE ON outlooks
BEGIN SELECT RAISE(ABORT, 'append-only: an outlook is never deleted'); END;
