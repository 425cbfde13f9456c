-- Version 2: a file read again (with a question answered, by a better reader) replaces its own
-- earlier reading; each run leaves its manifest; a figure says why it is missing, how its date
-- known is known, the cells it was added up from, and the list it was printed with.

ALTER TABLE figures ADD COLUMN reason TEXT;
ALTER TABLE figures ADD COLUMN known_basis TEXT;
ALTER TABLE figures ADD COLUMN made_from TEXT;
ALTER TABLE figures ADD COLUMN list_date TEXT CHECK (list_date IS date(list_date, '+0 days'));

ALTER TABLE batches ADD COLUMN supersedes INTEGER REFERENCES batches (batch);

CREATE TRIGGER batches_supersede_earlier BEFORE INSERT ON batches
WHEN NEW.supersedes IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM batches
    WHERE batch = NEW.supersedes AND kind = NEW.kind AND sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'append-only: only an earlier reading of the same file is superseded'); END;

CREATE TABLE runs (
    batch INTEGER PRIMARY KEY REFERENCES batches (batch),
    as_of TEXT NOT NULL CHECK (as_of IS date(as_of, '+0 days')),
    folder TEXT NOT NULL CHECK (folder <> ''),
    manifest TEXT NOT NULL CHECK (json_valid(manifest))
) STRICT;

CREATE TRIGGER runs_open_batch BEFORE INSERT ON runs
WHEN NOT EXISTS (SELECT 1 FROM batches WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM seals WHERE batch = NEW.batch)
    OR EXISTS (SELECT 1 FROM runs WHERE batch = NEW.batch)
BEGIN SELECT RAISE(ABORT, 'append-only: the batch is sealed, unknown, or has a run'); END;
CREATE TRIGGER runs_no_update BEFORE UPDATE ON runs
BEGIN SELECT RAISE(ABORT, 'append-only: a run is never changed'); END;
CREATE TRIGGER runs_no_delete BEFORE DELETE ON runs
BEGIN SELECT RAISE(ABORT, 'append-only: a run is never deleted'); END;
