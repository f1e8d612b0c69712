"""Beginning and ending a run: the home folder locked, a log of its own, the record at the end."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from connectors.errors import UserError
from orchestration.night import Night
from orchestration.redaction import redact

LOGS_KEPT = 60


@contextmanager
def open_night(night: Night) -> Iterator[Night]:
    """Hold the home folder for a run; whatever happens inside is in the run record after it.

    Raises HomeError if the folder is of another layout, not writable, or held by another run.
    """
    night.home.prepare()
    with night.home.lock(), _log_to(log_file(night)):
        try:
            yield night
        except BaseException as error:
            if night.failure is None:
                night.failure = error
                logging.getLogger("salescycle").error("%s failed", night.command, exc_info=error)
            raise
        finally:
            night.finish()


def log_file(night: Night) -> Path:
    """The log of one run, with the tracebacks of what nobody could foresee."""
    return night.home.logs / f"{night.build_id}.log"


@contextmanager
def _log_to(path: Path) -> Iterator[None]:
    for old in sorted(path.parent.glob("*Z-*.log"))[: 1 - LOGS_KEPT]:
        old.unlink()
    logger = logging.getLogger("salescycle")
    handler = _PrivateFile(path, encoding="utf-8", delay=True)
    handler.setFormatter(_OneLineForUsers("%(asctime)s %(levelname)s %(message)s"))
    level, propagate = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()
        logger.setLevel(level)
        logger.propagate = propagate


class _PrivateFile(logging.FileHandler):
    """A log that only its owner may read."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding)


class _OneLineForUsers(logging.Formatter):
    """A user's own mistake is its line, everything else keeps its traceback; without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, UserError):
            record = logging.makeLogRecord(
                {**record.__dict__, "exc_info": None, "exc_text": None, "args": None}
                | {"msg": f"{record.getMessage()}: {error}"}
            )
        return redact(super().format(record))
