"""The commands and their options. Each returns its exit code; what it does is elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.options import Options

app = typer.Typer(
    help="A warehouse that shows a company its sales cycle.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="--config, --home, --as-of, --json and --quiet may stand before or after the command.",
)

Sources = Annotated[
    list[str] | None, typer.Option("--source", help="Sync only this source; may be repeated.")
]
Shrink = Annotated[
    bool, typer.Option("--accept-shrink", help="Take a read that lost half of its rows or more.")
]
Full = Annotated[
    bool,
    typer.Option(
        "--full",
        help="Build every model anew from what landed; sources are asked for changes as ever.",
    ),
]


@app.callback()
def common(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="Configuration; default ./salescycle.yml.")
    ] = None,
    home: Annotated[
        Path | None, typer.Option(help="Home folder; default ./.salescycle or SALESCYCLE_HOME.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="What now means: a date or an instant; default now.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only errors.")] = False,
) -> None:
    """Keep the common options for the command."""
    given: Options = context.obj
    given.config, given.home_path, given.as_of = config, home, as_of
    given.json, given.quiet = json, quiet


@app.command()
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="An empty folder; made if needed.")] = Path(),
) -> int:
    """Write a commented salescycle.yml, .env.example and company/ into an empty folder."""
    from orchestration.cli.starting import start

    return start(context.obj, folder)


@app.command()
def doctor(context: typer.Context) -> int:
    """Check configuration, sources, folders and disk; list stages without a meaning."""
    from orchestration.cli.doctor import diagnose

    return diagnose(context.obj)


@app.command()
def connect(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Its name in salescycle.yml.")],
    port: Annotated[
        int,
        typer.Option(
            min=0, max=65535, help="Port of the redirect URI on this machine; 0 for any free one."
        ),
    ] = 8765,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page, or only print it.")
    ] = True,
    wait: Annotated[float, typer.Option(min=1, help="Seconds to wait for the consent.")] = 300,
) -> int:
    """Let a source be read: list the scopes it needs, ask for consent, try it out."""
    from orchestration.cli.connect import connect as connect_source

    return connect_source(context.obj, source, port=port, browser=browser, seconds=wait)


@app.command()
def run(
    context: typer.Context,
    source: Sources = None,
    full: Full = False,
    accept_shrink: Shrink = False,
) -> int:
    """Do what the nightly schedule does: sync, build, check, publish, report."""
    from orchestration.cli.running import whole_job

    return whole_job(context.obj, source, full=full, accept_shrink=accept_shrink)


@app.command()
def sync(context: typer.Context, source: Sources = None, accept_shrink: Shrink = False) -> int:
    """Read the sources into the landing folder."""
    from orchestration.cli.running import sync_only

    return sync_only(context.obj, source, accept_shrink=accept_shrink)


@app.command()
def build(context: typer.Context, full: Full = False) -> int:
    """Load what landed and build the models with dbt."""
    from orchestration.cli.running import build_only

    return build_only(context.obj, full=full)


@app.command()
def check(context: typer.Context, accept_shrink: Shrink = False) -> int:
    """Check the marts of the last build; publishing needs it."""
    from orchestration.cli.running import check_only

    return check_only(context.obj, accept_shrink=accept_shrink)


@app.command()
def publish(context: typer.Context) -> int:
    """Publish the build that was checked last."""
    from orchestration.cli.running import publish_only

    return publish_only(context.obj)


@app.command()
def report(context: typer.Context) -> int:
    """Make report.html anew from what is published."""
    from orchestration.cli.running import report_only

    return report_only(context.obj)


@app.command()
def status(context: typer.Context) -> int:
    """Show every stream's last success, the last checks, and what is published."""
    from orchestration.cli.status import show_status

    return show_status(context.obj)


@app.command()
def sandbox(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; default any free one.")
    ] = 0,
    day: Annotated[
        int, typer.Option(min=0, help="Day of the company, from its opening day on.")
    ] = 0,
    crm: Annotated[str, typer.Option(help="The CRM that it has.")] = "hubspot",
) -> int:
    """Serve the simulated company's CRM and calendar until Ctrl-C, and say how to read them."""
    from orchestration.cli.serving import serve

    return serve(context.obj, port=port, day=day, crm=crm)
