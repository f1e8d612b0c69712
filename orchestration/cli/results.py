"""The end of a command: what came out, what is stale, what warns, where to look."""

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from connectors.errors import ConfigError, UserError
from orchestration.cli.headline import Headline, headlines
from orchestration.cli.options import Options
from orchestration.night import ExitCode, Night, one_line
from orchestration.record import CheckRecord, StreamRecord

WARNINGS_SHOWN = 8


def show(night: Night, options: Options, log: Path) -> None:
    """Print the summary of a command: JSON, a few lines, or only what went wrong."""
    if options.json:
        print(json.dumps(_as_data(night), indent=2, default=str))
        return
    if not options.quiet:
        _show_summary(night)
    _show_troubles(night, log)


def _show_summary(night: Night) -> None:
    console = Console(highlight=False)
    if night.published is not None:
        found = headlines(night.published / "salescycle.duckdb")
        console.print()
        console.print(_table(found))
        console.print(
            f"\nreport  {escape(str(night.home.published / 'report.html'))}", soft_wrap=True
        )
        console.print(
            f"data    {escape(str(night.home.published / 'salescycle.duckdb'))}", soft_wrap=True
        )
    elif night.command == "sync":
        landed = sum(stream.landed for stream in night.streams.values())
        read = sum(stream.status == "ok" for stream in night.streams.values())
        console.print(f"{read} streams read, {landed:,} new or changed rows")
    elif night.command == "build" and night.built:
        console.print(f"built {night.built}; `salescycle check` is next")
    elif night.command == "check" and not night.blocking and night.failure is None:
        console.print(f"{night.checks} checks, {len(night.warnings)} warnings")


def _table(found: list[Headline]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(justify="right", style="bold")
    table.add_column(style="dim")
    for line in found:
        table.add_row(line.label, line.value, line.before)
    return table


def _show_troubles(night: Night, log: Path) -> None:
    """Warnings, stale streams, blocking checks and the failure, on the error stream."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for check in night.warnings[:WARNINGS_SHOWN]:
        console.print(f"[yellow]warning[/]  {escape(_check_line(check))}")
    more = len(night.warnings) - WARNINGS_SHOWN
    if more > 0:
        console.print(f"[yellow]warning[/]  and {more} more: `salescycle status`")
    for stream in night.stale:
        console.print(f"[yellow]stale[/]    {escape(_stale_line(stream))}")
    for stream in night.unavailable:
        console.print(f"[dim]unavailable[/] {escape(_reason_line(stream))}")
    for check in night.blocking:
        console.print(f"[red]blocking[/] {escape(_check_line(check))}")
    if night.exit_code == ExitCode.BLOCKED:
        console.print("nothing was published; what was published before stays")
    if isinstance(night.failure, ConfigError):
        for problem in night.failure.problems:
            print(f"salescycle: {problem}", file=sys.stderr)
    elif night.failure is not None:
        where = "" if isinstance(night.failure, UserError) else f"; the details are in {log}"
        print(f"salescycle: {one_line(night.failure)}{where}", file=sys.stderr)


def _check_line(check: CheckRecord) -> str:
    example = f" (for example {check.examples[0]})" if check.examples else ""
    return f"{check.asset} {check.name}: {check.detail}{example}"


def _stale_line(stream: StreamRecord) -> str:
    since = f"{stream.last_success_at:%Y-%m-%d %H:%M}Z" if stream.last_success_at else "never"
    return f"{_reason_line(stream)}; last read {since}"


def _reason_line(stream: StreamRecord) -> str:
    """The reason with the stream before it; a connector may have named the stream already."""
    named = f"{stream.source} {stream.stream}: "
    return named + (stream.reason or "").removeprefix(named)


def _as_data(night: Night) -> dict[str, Any]:
    return {
        "command": night.command,
        "exit_code": night.exit_code,
        "build": night.built,
        "published": str(night.published) if night.published else None,
        "report": str(night.home.published / "report.html") if night.published else None,
        "headlines": (
            [line.as_data() for line in headlines(night.published / "salescycle.duckdb")]
            if night.published
            else []
        ),
        "checks": night.checks,
        "warnings": [_check_line(check) for check in night.warnings],
        "blocking": [_check_line(check) for check in night.blocking],
        "stale": [_stale_line(stream) for stream in night.stale],
        "unavailable": [_reason_line(stream) for stream in night.unavailable],
        "streams": [
            {
                "source": stream.source,
                "stream": stream.stream,
                "status": stream.status,
                "rows": stream.rows,
                "landed": stream.landed,
                "bytes": stream.bytes,
                "calls": stream.calls,
                "forced_calls": stream.forced_calls,
            }
            for stream in night.streams.values()
        ],
        "failure": one_line(night.failure) if night.failure else None,
        "seconds": {name: round(seconds, 2) for name, seconds in night.seconds.items()},
    }
