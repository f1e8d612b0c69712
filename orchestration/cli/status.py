"""`salescycle status`: what the run record and the published folder say."""

import json
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from orchestration.cli.options import Options
from orchestration.cli.terminal import age
from orchestration.night import clock
from orchestration.record import RunRecord, StreamRecord, last_run, latest_streams
from publishing.publish import current

NARROWEST = 120
COLOURS = {"ok": "green", "stale": "yellow", "unavailable": "dim"}


def show_status(options: Options) -> int:
    """Print every stream, the last run and what readers see; always 0, it judges nothing."""
    home = options.home
    home.check_layout()
    streams = sorted(latest_streams(home.record).items())
    run, published = last_run(home.record), last_run(home.record, published=True)
    version = current(home.root)
    now = clock()
    if options.json:
        data = {
            "streams": [_stream_data(stream, now) for _, stream in streams],
            "last_run": _run_data(run),
            "published": {
                "version": version.name if version else None,
                "path": str(version) if version else None,
                "published_at": str(published.started_at) if published else None,
                "as_of": str(published.as_of) if published else None,
            },
        }
        print(json.dumps(data, indent=2, default=str))
        return 0
    console = Console(highlight=False)
    if not streams and run is None:
        console.print(f"{escape(str(home.root))}: no run yet; `salescycle run` makes the first")
        return 0
    table = _streams_table([stream for _, stream in streams], now)
    # A window too narrow breaks the lines; a number cut off would be worse.
    console.print(table, width=max(console.width, NARROWEST))
    if run is not None:
        _show_run(console, run, now)
    if version is None:
        console.print("nothing is published")
    elif published is not None:
        since = age((now - published.started_at).total_seconds())
        as_of = f", as of {published.as_of:%Y-%m-%d %H:%M}Z" if published.as_of else ""
        console.print(f"published: {version.name}, {since} ago{as_of}")
    return 0


def _streams_table(streams: list[StreamRecord], now: datetime) -> Table:
    """One line per stream; numbers are never cut, reasons take room only where there are any."""
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="bold")
    for name in ("source", "stream"):
        table.add_column(name, overflow="fold")
    table.add_column("status", no_wrap=True, min_width=6)
    for name in ("last success", "rows", "landed", "calls", "forced"):
        table.add_column(name, justify="right", no_wrap=True, min_width=len(name))
    has_reasons = any(stream.reason for stream in streams)
    if has_reasons:
        table.add_column("reason", overflow="fold")
    for stream in streams:
        success = stream.last_success_at
        colour = COLOURS[stream.status]
        table.add_row(
            stream.source,
            stream.stream,
            f"[{colour}]{stream.status}[/]",
            f"{age((now - success).total_seconds())} ago" if success else "never",
            f"{stream.rows:,}",
            f"{stream.landed:,}",
            f"{stream.calls:,}",
            f"{stream.forced_calls:,}",
            *([escape(stream.reason or "")] if has_reasons else []),
        )
    return table


def _show_run(console: Console, run: RunRecord, now: datetime) -> None:
    ago = age((now - run.started_at).total_seconds())
    console.print(f"\nlast run: {run.command}, {ago} ago, exit code {run.exit_code}")
    if run.failure:
        console.print(f"[red]failed[/] {escape(run.failure)}", soft_wrap=True)
    if run.checks:
        console.print(f"checks: {run.checks}, of which {len(run.failed_checks)} did not pass")
    for check in run.failed_checks:
        word = "[red]blocking[/]" if check.blocking else "[yellow]warning[/]"
        console.print(
            f"  {word} {escape(f'{check.asset} {check.name}: {check.detail}')}", soft_wrap=True
        )


def _stream_data(stream: StreamRecord, now: datetime) -> dict[str, Any]:
    success = stream.last_success_at
    return {
        "source": stream.source,
        "stream": stream.stream,
        "status": stream.status,
        "last_success_at": success.astimezone(UTC).isoformat() if success else None,
        "age_hours": (now - success).total_seconds() / 3600 if success else None,
        "rows": stream.rows,
        "landed": stream.landed,
        "bytes": stream.bytes,
        "calls": stream.calls,
        "forced_calls": stream.forced_calls,
        "reason": stream.reason,
    }


def _run_data(run: RunRecord | None) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "run": run.run,
        "command": run.command,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat(),
        "exit_code": run.exit_code,
        "build": run.build,
        "failure": run.failure,
        "checks": run.checks,
        "failed_checks": [
            {
                "asset": check.asset,
                "name": check.name,
                "blocking": check.blocking,
                "detail": check.detail,
                "examples": check.examples,
            }
            for check in run.failed_checks
        ],
    }
