"""Refusals, in the words of the Bot API."""

from typing import Any


class ApiError(Exception):
    """A request is refused: HTTP status, description, and parameters for the response."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def to_json(self) -> dict[str, Any]:
        """Return the body of the response (Bot API, "Making requests")."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(description: str, **parameters: int) -> ApiError:
    """Return a refusal of what was asked."""
    return ApiError(400, f"Bad Request: {description}", **parameters)


def forbidden(description: str) -> ApiError:
    """Return a refusal because the bot is not wanted there."""
    return ApiError(403, f"Forbidden: {description}")


def conflict(description: str) -> ApiError:
    """Return a refusal because another way of getting updates is in use."""
    return ApiError(409, f"Conflict: {description}")


def unauthorized() -> ApiError:
    """Return the answer to a well-formed token of no bot."""
    return ApiError(401, "Unauthorized")


def not_found() -> ApiError:
    """Return the answer to a malformed token and to an unknown method."""
    return ApiError(404, "Not Found")


def too_many_requests(retry_after: int) -> ApiError:
    """Return the flood limit's answer; `retry_after` in seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def cannot_parse(reason: str) -> ApiError:
    """Return the refusal of malformed formatting."""
    return bad_request(f"can't parse entities: {reason}")


QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
OTHER_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
