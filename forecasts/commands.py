"""`forvarsel backtest` and `forvarsel prior learn`: parse, call one function, print."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.words import Language


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.pass_obj
def backtest(lang: Language, out: Path) -> None:
    """Test the forecast on the public record, with what was known then.

    Writes the table backtest (csv, parquet) with every score of every model, the bad ones too, and
    prints the main ones. Example: forvarsel backtest --out result
    """
    from forecasts.backtest.summary import sentences
    from forecasts.backtest.table import backtest_table
    from monitor.outputs import write_tables, write_whole
    from monitor.words import say

    table = backtest_table()
    written = write_whole(out, "backtest", lambda place: write_tables(place, {"backtest": table}))
    for line in sentences(table, lang):
        click.echo(line)
    key = "forecast.backtest_written" if written.new else "forecast.backtest_already"
    click.echo(say(key, lang, rows=table.height, folder=str(written.folder)))


@click.group()
def prior() -> None:
    """The frozen national prior of the forecast."""


@prior.command("learn")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")
@click.option("--as-of", "as_of", default=None, help="Use nothing known later (YYYY-MM-DD).")
@click.pass_obj
def prior_learn(lang: Language, out: Path, as_of: str | None) -> None:
    """Learn the prior anew from the public record and write it as TOML.

    Example: forvarsel prior learn --out prior.toml --as-of 2018-05-09
    """
    from forecasts.learn import learn_prior
    from forecasts.prior import read_prior
    from forecasts.prior_text import prior_text
    from forecasts.public import public_figures
    from monitor.commands.options import date_of
    from monitor.errors import OutputError
    from monitor.public_record import record_regions
    from monitor.words import say

    frozen = read_prior()
    day = date_of("--as-of", as_of or str(frozen.provenance["as_of"]))
    learned = learn_prior(public_figures(), record_regions(), day, frozen)
    try:
        out.write_text(prior_text(learned), encoding="utf-8", newline="\n")
    except OSError as fault:
        raise OutputError(
            "error.output_not_writable", place=str(out), reason=fault.strerror or str(fault)
        ) from fault
    found = learned.provenance
    click.echo(
        say(
            "forecast.learned",
            lang,
            figures=found["figures"],
            areas=found["areas"],
            as_of=found["as_of"],
            file=str(out),
        )
    )
