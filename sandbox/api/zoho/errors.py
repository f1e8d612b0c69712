"""Errors, in the vendor's codes."""

from sandbox.api.vendor import Reply
from sandbox.api.zoho.record import Json

CODES = {
    400: ("INVALID_REQUEST", "the request cannot be read"),
    401: ("AUTHENTICATION_FAILURE", "the caller is not known"),
    403: ("NO_PERMISSION", "the caller has no right to do this"),
    404: ("INVALID_URL_PATTERN", "there is nothing at this address"),
    405: ("INVALID_REQUEST_METHOD", "the method is not allowed here"),
    429: ("TOO_MANY_REQUESTS", "too many requests"),
}
KINDS = {
    "expired": (401, "INVALID_TOKEN", "the token is not valid"),
    "invalid": (401, "INVALID_TOKEN", "the token is not valid"),
    "missing": (401, "AUTHENTICATION_FAILURE", "the caller is not known"),
    "forbidden": (401, "OAUTH_SCOPE_MISMATCH", "the token has no scope for this address"),
    "cursor": (400, "EXPIRED_VALUE", "the page token has expired"),
}


def failure(status: int, code: str = "", message: str = "", details: Json | None = None) -> Reply:
    """An error answer."""
    usual, words = CODES.get(status, ("INTERNAL_ERROR", "something went wrong"))
    body = {"code": code or usual, "details": details or {}, "message": message or words}
    return Reply(status, body | {"status": "error"})


def of_kind(status: int, kind: str) -> Reply:
    """The error of a kind that the server knows, by its status alone where it knows none."""
    if kind == "grant":
        # the token endpoint says so in an answer that looks like a success
        return Reply(200, {"error": "invalid_code"})
    if kind in KINDS:
        return failure(*KINDS[kind])
    return failure(status)


def missing_scope() -> Reply:
    """The token was not granted what the address needs."""
    return of_kind(401, "forbidden")


def no_module() -> Reply:
    """The organisation has no such module, or the user does not see it."""
    message = "the module name given seems to be invalid"
    return failure(400, "INVALID_MODULE", message, {"resource_path_index": 0})


def no_record() -> Reply:
    """There is no such record."""
    message = "the related id given seems to be invalid"
    return failure(400, "INVALID_DATA", message, {"resource_path_index": 1})


def needs(parameter: str) -> Reply:
    """A parameter is missing."""
    details = {"param_name": parameter}
    return failure(400, "REQUIRED_PARAM_MISSING", "a parameter is missing", details)


def wrong(parameter: str, message: str) -> Reply:
    """A parameter has a value that it cannot have."""
    return failure(400, "INVALID_DATA", message, {"param_name": parameter})
