"""What a failed request says: the error on the way, the vendor's words, how long to wait."""

import email.utils
from datetime import UTC, datetime

import msgspec
import requests
from urllib3.exceptions import DecodeError, HTTPError, ProtocolError, TimeoutError


def network_error(error: requests.RequestException | HTTPError) -> str:
    """What went wrong on the way, without the URL that the error's own text shows."""
    if isinstance(error, requests.Timeout | TimeoutError):
        return "no answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not accepted"
    if isinstance(error, ProtocolError | DecodeError):
        return "the answer was cut off"
    return "the connection failed"


def vendor_message(body: bytes) -> str:
    """The words of an error's body for people, "" where there are none."""
    try:
        data = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return ""
    told = data[0] if isinstance(data, list) and data else data
    if not isinstance(told, dict):
        return ""
    words = (told.get(name) for name in ("message", "title", "error"))
    return next((" ".join(text.split()) for text in words if isinstance(text, str) and text), "")


def retry_after(header: str, now: datetime | None) -> float | None:
    """Seconds to wait, from either form of the header (RFC 9110, section 10.2.3)."""
    given = header.strip()
    if not given:
        return None
    if given.replace(".", "", 1).isdigit():
        return float(given)
    try:
        at = email.utils.parsedate_to_datetime(given)
    except ValueError:
        return None
    # the date is by the vendor's clock, so it is compared with that clock
    return max(0.0, (at - (now or datetime.now(UTC))).total_seconds())
