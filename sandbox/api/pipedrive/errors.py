"""Errors, as the vendor words them."""

from sandbox.api.vendor import Reply

WORDS = {
    400: ("Bad request", "Check the parameters of the request."),
    401: ("unauthorized access", ""),
    403: ("Scope and URL mismatch", "Grant the app a scope that this address needs."),
    404: ("Not found", "There is no such thing."),
    410: ("Gone", "This address is not served any more."),
    429: ("Request over limit", ""),
}
USUAL = ("Server error", "Try again later.")
BURST = {"x-ratelimit-limit": "20", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "2"}
"""Headers of an answer to who asked too fast."""


def failure(status: int, error: str = "", info: str = "") -> Reply:
    """An error answer."""
    words, usual = WORDS.get(status, USUAL)
    body: dict[str, object] = {"success": False, "error": error or words}
    if status == 401:
        return Reply(status, body | {"errorCode": 401})
    body |= {"error_info": info or usual, "data": None, "additional_data": None}
    return Reply(status, body, BURST if status == 429 else {})


def of_kind(status: int, kind: str) -> Reply:
    """The error of a kind that the server knows, by its status alone where it knows none."""
    if kind == "grant":
        return Reply(status, {"success": False, "error": "invalid_grant", "message": "Bad token"})
    if kind == "cursor":
        return failure(status, "Invalid cursor", "Begin again without one.")
    return failure(status)


def spent() -> Reply:
    """The tokens of the day are used up, though nobody asked too fast."""
    return Reply(429, failure(429).body, {**BURST, "x-ratelimit-remaining": "19"})
