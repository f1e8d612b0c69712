"""Errors: of the framework as JSON of its own type, of what stands before it as plain text."""

from sandbox.api.vendor import Json, Reply

ADF = {"Content-Type": "application/vnd.oracle.adf.error+json"}
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
TITLES = {
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    410: "Gone",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}
IN_FRONT = frozenset({401, 429, 502, 503})
"""What is refused before the framework hears of it."""


def failure(status: int, detail: str = "") -> Reply:
    """An error answer."""
    title = TITLES.get(status, "Error")
    if status in IN_FRONT:
        headers = PLAIN | ({"WWW-Authenticate": 'Basic realm="fa"'} if status == 401 else {})
        return Reply(status, f"{title}\n".encode(), headers)
    body: Json = {
        "title": title,
        "status": str(status),
        "o:errorDetails": [{"detail": detail or title, "o:errorCode": "27520"}],
    }
    return Reply(status, body, ADF)


def of_kind(status: int, kind: str) -> Reply:
    """The error of a kind that the server knows."""
    if kind == "grant":
        body = {"error": "invalid_grant", "error_description": "The grant is not valid."}
        return Reply(status, body)
    return failure(status, "the key is not accepted" if kind == "cursor" else "")
