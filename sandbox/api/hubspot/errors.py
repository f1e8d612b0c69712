"""Errors, and the vendor's words for what went wrong."""

from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

from sandbox.api.hubspot.record import Json
from sandbox.api.vendor import Reply

LIMITS = {
    "X-HubSpot-RateLimit-Max": "110",
    "X-HubSpot-RateLimit-Interval-Milliseconds": "10000",
    "X-HubSpot-RateLimit-Secondly": "11",
}
CATEGORIES = {
    400: ("VALIDATION_ERROR", "The request is not valid."),
    401: ("INVALID_AUTHENTICATION", "The access token is not one that this account knows."),
    403: ("MISSING_SCOPES", "The app was not granted a scope that this call needs."),
    404: ("OBJECT_NOT_FOUND", "There is no such resource."),
    405: ("METHOD_NOT_ALLOWED", "The method is not allowed here."),
    410: ("OBJECT_NOT_FOUND", "The resource is gone."),
    500: ("INTERNAL_ERROR", "Something went wrong on our side."),
    502: ("BAD_GATEWAY", "Something went wrong on our side."),
    503: ("SERVICE_UNAVAILABLE", "We are not able to answer right now."),
    504: ("GATEWAY_TIMEOUT", "The answer took too long."),
}
KINDS = {
    "expired": ("EXPIRED_AUTHENTICATION", "The access token is expired."),
    "grant": ("BAD_REFRESH_TOKEN", "The refresh token is missing, not known or expired."),
    "cursor": ("VALIDATION_ERROR", "The paging cursor is not valid."),
}


def failure(
    status: int,
    message: str = "",
    *,
    category: str = "",
    errors: list[Json] | None = None,
) -> Reply:
    """An error answer."""
    usual, words = CATEGORIES.get(status, ("ERROR", "The request failed."))
    body: Json = {
        "status": "error",
        "message": message or words,
        "correlationId": correlation(f"{status}{message}{category}"),
        "category": category or usual,
    }
    if errors:
        body["errors"] = errors
    return Reply(status, body, {"X-HubSpot-Correlation-Id": body["correlationId"]})


def of_kind(status: int, kind: str) -> Reply:
    """The error of a kind that the server knows, by its status alone where it knows none."""
    if kind == "rate" or status == 429:
        return too_many()
    category, message = KINDS.get(kind, ("", ""))
    return failure(status, message, category=category)


def too_many(policy: str = "SECONDLY", word: str = "secondly") -> Reply:
    """Too many calls in a second, or by another policy. How long to wait is not said."""
    number = correlation("rate")
    body = {
        "status": "error",
        "message": f"You have reached your {word} limit.",
        # recorded bodies have none, the vendor's description wants one of every error
        "category": "RATE_LIMITS",
        "errorType": "RATE_LIMIT",
        "correlationId": number,
        "policyName": policy,
        "groupName": "sandbox",
        "requestId": number,
    }
    headers: Mapping[str, str] = {
        **LIMITS,
        "X-HubSpot-RateLimit-Remaining": "90",
        "X-HubSpot-RateLimit-Secondly-Remaining": "0",
    }
    return Reply(429, body, headers)


def missing_scope(scope: str) -> Reply:
    """The app was not granted the scope."""
    detail = {
        "message": "One or more of the following scopes are required.",
        "context": {"requiredScopes": [scope]},
    }
    return failure(403, errors=[detail])


def correlation(text: str) -> str:
    """The id under which support finds a call; the same for the same error."""
    return str(uuid5(NAMESPACE_URL, text))
