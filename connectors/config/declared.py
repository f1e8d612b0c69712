"""What every declaration of columns must mean, whether they are a sheet's or an API's."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from connectors.config.document import Path, Places, suggestion
from connectors.config.entities import Entity

_PROBE = datetime(2001, 12, 31)  # noqa: DTZ001 - a form is tried, no instant meant


def check_timezone(name: str | None, path: Path, places: Places) -> bool:
    """Whether the zone is known (or not given); if not, it is noted."""
    if name is None:
        return True
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = sorted(available_timezones())
        fix = places.suggest(path, known) if path not in places.hidden else ""
        if not fix.startswith("did you mean"):
            fix = "use an IANA name, such as Europe/Copenhagen"
        places.add(path, f"{places.quote(path)} is no time zone; {fix}")
        return False
    return True


def check_fields(
    names: Iterable[str], path: Path, known: list[str], entity: Entity, places: Places
) -> None:
    """Notes names that are no fields of the entity; `known` are its fields, own ones included."""
    for name in names:
        if name not in known:
            own = f"declare it under fields.{entity.name} if it is your own"
            fix = suggestion(name, known)
            places.add((*path, name), f"{name!r} is no field of {entity.name}; {fix} ({own})")


def check_required(
    filled: Iterable[str], entity: Entity, path: Path, with_what: str, places: Places
) -> None:
    """Notes required fields that nothing fills; `with_what` a column is added."""
    names = set(filled)
    lacking = [field.name for field in entity.fields if field.required]
    lacking = [name for name in lacking if name not in names]
    lacking += [" or ".join(group) for group in entity.one_of if not names.intersection(group)]
    if lacking:
        places.add(
            path,
            f"nothing fills {', '.join(lacking)} of {entity.name}; "
            f"add it here with {with_what}, or under constants",
        )


def check_form(form: str, path: Path, places: Places) -> None:
    """Notes a form of dates with which no date survives being written and read."""
    try:
        good = datetime.strptime(_PROBE.strftime(form), form).date() == _PROBE.date()  # noqa: DTZ007
    except ValueError:
        good = False
    if not good:
        places.add(
            path,
            f"{places.quote(path)} does not hold a whole date; "
            "write it with %Y, %m and %d, such as %d/%m/%Y",
        )
