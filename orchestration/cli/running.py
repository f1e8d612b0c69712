"""The commands that change something: the whole job, or one step of it."""

from collections.abc import Callable, Sequence

from connectors.errors import ConfigError
from orchestration.cli.options import Options
from orchestration.cli.results import show
from orchestration.cli.terminal import progress
from orchestration.night import Night, clock
from orchestration.session import log_file, open_night
from orchestration.syncing import streams_of, sync


def whole_job(
    options: Options, only: Sequence[str] | None, *, full: bool, accept_shrink: bool
) -> int:
    """Run the job that the schedule runs, and tell how it went."""

    def job(night: Night) -> None:
        with night.progress.step("start"):
            from orchestration.job import run_job
        run_job(night)

    return _open(options, "run", job, only=only, full=full, accept_shrink=accept_shrink)


def sync_only(options: Options, only: Sequence[str] | None, *, accept_shrink: bool) -> int:
    """Sync all or some sources."""

    def step(night: Night) -> None:
        wanted = [
            (source.name, stream)
            for source, stream in streams_of(night.sources)
            if night.only is None or source.name in night.only
        ]
        with night.step("sync"):
            sync(night, wanted)

    return _open(options, "sync", step, only=only, accept_shrink=accept_shrink)


def build_only(options: Options, *, full: bool) -> int:
    """Load, write decisions, run dbt."""

    def step(night: Night) -> None:
        with night.progress.step("start"):
            from orchestration.building import build, load_raw, raise_if_broken, write_config
            from orchestration.dbt import DbtProject
        with night.step("load"):
            load_raw(night)
        with night.step("configure"):
            write_config(night)
        with night.step("build"):
            raise_if_broken(build(night, DbtProject(night.home, night.config)))

    return _open(options, "build", step, full=full)


def check_only(options: Options, *, accept_shrink: bool) -> int:
    """Run the expectations over the last build."""

    def step(night: Night) -> None:
        from orchestration.checking import check

        with night.step("check"):
            check(night)

    return _open(options, "check", step, accept_shrink=accept_shrink)


def publish_only(options: Options) -> int:
    """Publish the checked build."""

    def step(night: Night) -> None:
        from orchestration.releasing import release

        with night.step("publish"):
            release(night)

    return _open(options, "publish", step)


def report_only(options: Options) -> int:
    """Make the report anew."""

    def step(night: Night) -> None:
        from orchestration.releasing import refresh_report

        with night.step("report"):
            night.published = refresh_report(night).parent

    return _open(options, "report", step)


def _open(
    options: Options,
    command: str,
    work: Callable[[Night], None],
    *,
    only: Sequence[str] | None = None,
    full: bool = False,
    accept_shrink: bool = False,
) -> int:
    """Run some work as a run of its own and show its result; returns the exit code."""
    config = options.load_config()
    night = Night(
        config,
        options.home,
        clock(),
        command=command,
        only=frozenset(only) if only else None,
        full=full,
        accept_shrink=accept_shrink,
    )
    names = sorted(source.name for source in night.sources)
    for unknown in sorted(set(only or ()) - set(names)):
        raise ConfigError(
            f"--source {unknown}: no such source; {config.path} has {', '.join(names)}"
        )
    # Progress ends before results are shown, and the home is free again by then.
    try:
        with progress(quiet=options.quiet or options.json) as night.progress, open_night(night):
            work(night)
    except Exception as error:
        if night.failure is not error:
            raise
    show(night, options, log_file(night))
    return night.exit_code
