"""`salescycle doctor`: is everything in place for a run, and if not, what to do."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from connectors.config import Config
from connectors.connector import ConfiguredSource, Finding
from connectors.errors import ConfigError, HomeError, UserError
from connectors.registry import configured_sources, connector_of
from orchestration.cli.options import Options
from orchestration.cli.terminal import progress
from orchestration.cli.unmapped import as_yaml, unmapped_stages
from orchestration.home import Home
from orchestration.night import ExitCode, clock
from orchestration.record import latest_streams
from orchestration.redaction import redact

FREE_BYTES = 1_000_000_000
"""Below this a first build of a middle-sized company may not fit."""


def diagnose(options: Options) -> int:
    """Print one line per finding and the stages without a meaning.

    Returns 2 if the configuration is wrong, 3 if a source cannot be read, 4 if the home folder
    cannot be used, else 0.
    """
    findings: list[Finding] = []
    code = ExitCode.PUBLISHED
    home_findings = list(_home(options.home))
    if not all(finding.is_good for finding in home_findings):
        code = ExitCode.FAILED
    try:
        config = options.load_config()
    except ConfigError as error:
        findings += [Finding("configuration", False, problem) for problem in error.problems]
        code = ExitCode.USAGE
    else:
        findings.append(Finding("configuration", True, str(config.path)))
        with progress(quiet=options.quiet or options.json) as shown, shown.step("sync"):
            sources = list(_sources(config, options.home))
        if code == ExitCode.PUBLISHED and not all(finding.is_good for finding in sources):
            code = ExitCode.STALE
        findings += sources
    findings += home_findings
    stages = unmapped_stages(options.home)
    if options.json:
        data = {
            "exit_code": code,
            "findings": [vars(finding) for finding in findings],
            "unmapped_stages": [vars(stage) for stage in stages],
        }
        print(json.dumps(data, indent=2))
        return code
    console = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        if finding.is_good and options.quiet:
            continue
        word = "[green]ok [/]" if finding.is_good else "[red]bad[/]"
        console.print(f"{word} {escape(f'{finding.what}: {finding.detail}')}")
    if stages:
        console.print("\nStages without a meaning; paste below their sources and fill in:\n")
        console.print(escape(as_yaml(stages)))
    return code


def _sources(config: Config, home: Home) -> Iterator[Finding]:
    for source in configured_sources(config, home.credentials):
        for finding in _probe(source):
            yield replace(finding, detail=redact(finding.detail))
    yield from _unavailable(config, home)


def _probe(source: ConfiguredSource) -> Iterator[Finding]:
    """What a source's connector finds; what it cannot read at all is a finding too."""
    try:
        yield from connector_of(source).probe(source, now=clock())
    except UserError as error:
        yield Finding(source.name, False, str(error))


def _unavailable(config: Config, home: Home) -> Iterator[Finding]:
    """What the last run could not read for lack of a scope: good to know, not wrong."""
    names = {source.name for source in config.sources}
    for stream in latest_streams(home.record).values():
        if stream.status == "unavailable" and stream.source in names:
            detail = f"unavailable: {stream.reason}"
            yield Finding(f"{stream.source} {stream.stream}", True, detail)


def _home(home: Home) -> Iterator[Finding]:
    try:
        home.check_layout()
    except HomeError as error:
        yield Finding("home", False, str(error))
        return
    existing = _nearest(home.root)
    if not os.access(existing, os.W_OK | os.X_OK):
        yield Finding("home", False, f"{existing}: not writable; choose another with --home")
        return
    yield Finding("home", True, str(home.root))
    free = shutil.disk_usage(existing).free
    needed = max(FREE_BYTES, 3 * _size(home.warehouse))
    words = f"{free / 1e9:,.1f} GB free"
    if free < needed:
        yield Finding("disk", False, f"{words}, a run may need {needed / 1e9:,.1f} GB; make room")
    else:
        yield Finding("disk", True, words)


def _nearest(path: Path) -> Path:
    """The folder itself, else the closest one above it that exists."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir())


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
