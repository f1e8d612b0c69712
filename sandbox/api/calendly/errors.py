"""Calendly's error bodies: title, message and, for wrong parameters, details."""

from sandbox.api.vendor import Json, Reply

BODIES: dict[int, tuple[str, str]] = {
    400: ("Invalid Argument", "The supplied parameters are invalid."),
    401: ("Unauthenticated", "The access token is invalid"),
    403: ("Permission Denied", "You do not have permission to access this resource."),
    404: ("Resource Not Found", "The server could not find the requested resource."),
}
UNKNOWN = ("Internal Server Error", "Something went wrong on the server.")


class Refused(Exception):  # noqa: N818 (an answer, not a fault of ours)
    """A request that gets an error: `reply` is it."""

    def __init__(self, reply: Reply):
        super().__init__(reply.status)
        self.reply = reply


def error(status: int, kind: str = "") -> Reply:
    """The body for a status. The body of 429 is empty, as others recorded it."""
    if kind == "grant":
        return Reply(400, {"error": "invalid_grant", "error_description": "The grant is invalid."})
    if kind == "cursor":
        return wrong("page_token", "is invalid")
    if status == 429:
        return Reply(429, {})
    title, message = BODIES.get(status, UNKNOWN)
    return Reply(status, {"title": title, "message": message})


def wrong(parameter: str, message: str) -> Reply:
    """400 for one wrong parameter."""
    title, text = BODIES[400]
    details: list[Json] = [{"parameter": parameter, "message": message}]
    return Reply(400, {"title": title, "message": text, "details": details})


def forbidden(message: str) -> Reply:
    """403 with a message of its own."""
    return Reply(403, {"title": BODIES[403][0], "message": message})
