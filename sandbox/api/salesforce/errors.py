"""Errors: a list of objects with a message and a code, but for tokens, whose error is an object."""

from sandbox.api.vendor import Json, Reply

CODES = {
    400: ("BAD_REQUEST", "The request cannot be read."),
    401: ("INVALID_SESSION_ID", "Session expired or invalid"),
    403: ("INSUFFICIENT_ACCESS", "insufficient access rights on object"),
    404: ("NOT_FOUND", "The requested resource does not exist"),
    405: ("METHOD_NOT_ALLOWED", "HTTP method not allowed here."),
    410: ("NOT_FOUND", "The requested resource is no longer available"),
    414: ("URI_TOO_LONG", "The URI is longer than 16384 bytes."),
    429: ("TOO_MANY_REQUESTS", "Too many requests at a time."),
    500: ("UNKNOWN_EXCEPTION", "An unexpected error occurred."),
    502: ("SERVER_UNAVAILABLE", "The server cannot be reached."),
    503: ("SERVER_UNAVAILABLE", "The service is not available for the moment."),
}


class RefusedError(Exception):
    """What was asked for cannot be answered: `reply` says why."""

    def __init__(self, code: str, message: str, status: int = 400):
        super().__init__(message)
        self.reply = failure(status, code, message)


def failure(status: int, code: str = "", message: str = "") -> Reply:
    """An error answer."""
    usual, words = CODES.get(status, ("UNKNOWN_EXCEPTION", "The request failed."))
    body: list[Json] = [{"message": message or words, "errorCode": code or usual}]
    return Reply(status, body)


def of_kind(status: int, kind: str) -> Reply:
    """The error of a kind that the server knows, by its status alone where it knows none."""
    if kind == "grant":
        words = "expired access/refresh token"
        return Reply(status, {"error": "invalid_grant", "error_description": words})
    if kind == "cursor":
        return failure(status, "INVALID_QUERY_LOCATOR", "invalid query locator")
    return failure(status)


def limit_exceeded() -> Reply:
    """No call is left of the last 24 hours'; when there will be one is not said."""
    return failure(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")


def no_column(name: str, entity: str) -> RefusedError:
    """There is no such field, or the user may not see it: the vendor says the same of both."""
    return RefusedError(
        "INVALID_FIELD",
        f"No such column '{name}' on entity '{entity}'. If you are attempting to use a custom"
        " field, be sure to append the '__c' after the custom field name. Please reference your"
        " WSDL or the describe call for the appropriate names.",
    )


def no_object(name: str) -> RefusedError:
    """There is no such object, or the user may not see it."""
    return RefusedError("INVALID_TYPE", f"sObject type '{name}' is not supported.")
