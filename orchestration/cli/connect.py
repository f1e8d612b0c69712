"""`salescycle connect`: what a source has to be allowed, and a person's consent to it."""

import json
import sys
import webbrowser
from dataclasses import replace
from difflib import get_close_matches

from rich.console import Console
from rich.markup import escape

from connectors.api.access import settings_of
from connectors.api.connector import ApiConnector
from connectors.api.consent import consent, needs_consent
from connectors.api.oauth import Scope
from connectors.connector import ConfiguredSource, Finding
from connectors.errors import ConfigError
from connectors.registry import configured_sources, connector_of
from orchestration.cli.options import Options
from orchestration.night import ExitCode, clock
from orchestration.redaction import redact


def connect(options: Options, name: str, *, port: int, browser: bool, seconds: float) -> int:
    """Ask for consent where one is needed, then try the source out.

    Returns 3 if the source cannot be read, else 0. Raises ConfigError for a source that is not
    configured, UserError if there is no consent.
    """
    source, connector = _source(options, name)
    # what is for people goes where it does not mix with what is for machines
    console = Console(
        stderr=options.json, quiet=options.quiet, highlight=False, soft_wrap=True, markup=False
    )
    settings = settings_of(source)
    scopes = connector.oauth.scopes if connector.oauth else ()
    granted: list[str] | None = None
    findings: list[Finding] = []
    _list(console, name, scopes)
    if needs_consent(connector, settings):

        def show(url: str, redirect_uri: str) -> None:
            console.print(f"\nThe app needs the redirect URI {redirect_uri}")
            if browser and _opened(url):
                console.print("Consent in the browser window that has opened.")
                return
            # without it nothing goes on, so it is printed however quiet
            print(f"Open this page and consent:\n{url}", file=sys.stderr, flush=True)

        given = consent(connector, source, port=port, seconds=seconds, show=show)
        findings.append(Finding(name, True, "the consent is kept"))
        findings += [_missing(name, scope) for scope in given.missing(scopes)]
        granted = sorted(given.granted) if given.granted is not None else None
    else:
        how = settings.oauth.grant if settings.oauth else "login" if settings.login else "token"
        console.print(f"\n{name} is let in by its {how}: there is nothing to consent to.")
    for finding in connector.probe(source, now=clock()):
        findings.append(replace(finding, detail=redact(finding.detail)))
    code = ExitCode.PUBLISHED if all(each.is_good for each in findings) else ExitCode.STALE
    if options.json:
        data = {
            "exit_code": code,
            "scopes": [vars(scope) for scope in scopes],
            "granted": granted,
            "findings": [vars(finding) for finding in findings],
        }
        print(json.dumps(data, indent=2))
        return code
    if granted:
        console.print(f"Granted: {', '.join(granted)}")
    shown = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        if finding.is_good and options.quiet:
            continue
        word = "[green]ok [/]" if finding.is_good else "[red]bad[/]"
        shown.print(f"{word} {escape(f'{finding.what}: {finding.detail}')}")
    return code


def _source(options: Options, name: str) -> tuple[ConfiguredSource, ApiConnector]:
    config = options.load_config()
    options.home.prepare()
    sources = {each.name: each for each in configured_sources(config, options.home.credentials)}
    if name not in sources:
        close = get_close_matches(name, sources, 1)
        known = f"did you mean {close[0]}?" if close else f"there are {', '.join(sources)}"
        raise ConfigError(f"{config.path}: no source is called {name}; {known}")
    connector = connector_of(sources[name])
    if not isinstance(connector, ApiConnector):
        raise ConfigError(f"{name}: sheets are files, there is nothing to connect")
    return sources[name], connector


def _list(console: Console, name: str, scopes: tuple[Scope, ...]) -> None:
    if not scopes:
        return
    console.print(f"{name} reads with these scopes:\n")
    width = max(len(scope.name) for scope in scopes)
    for scope in scopes:
        optional = " (optional)" if scope.is_optional else ""
        console.print(f"  {scope.name:<{width}}  {scope.for_what}{optional}")


def _missing(name: str, scope: Scope) -> Finding:
    what = f"{name} {scope.name}"
    if scope.is_optional:
        return Finding(what, True, "not granted; the rest is read without it")
    fix = "allow it in the app's settings and connect again"
    return Finding(what, False, f"not granted, for {scope.for_what}; {fix}")


def _opened(url: str) -> bool:
    """Whether a browser took the page."""
    try:
        return webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return False
