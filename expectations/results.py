"""What a check found, as orchestration and the command line show it."""

from dataclasses import dataclass

from expectations.suite import Level


@dataclass(frozen=True)
class CheckResult:
    """One expectation of one mart, judged.

    `observed` is the value that is worst against `threshold`, null where there was none;
    `failing` counts rows of the suite's frame, which are groups where a fact was aggregated;
    `examples` name some of them by ids, and hold no contact value unmasked. `says` is a sentence
    on what a failure means. A failed warning is shown and stops nothing.
    """

    mart: str
    name: str
    level: Level
    passed: bool
    observed: float | None
    threshold: str
    failing: int
    examples: tuple[str, ...]
    says: str

    @property
    def stops_publishing(self) -> bool:
        """A blocking expectation failed."""
        return self.level == "blocking" and not self.passed
