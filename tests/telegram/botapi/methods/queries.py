"""Answers to pressed buttons."""

from tests.telegram.botapi.errors import QUERY_TOO_OLD, bad_request
from tests.telegram.botapi.methods.registry import method
from tests.telegram.botapi.parameters import Parameters
from tests.telegram.botapi.text import utf16_length
from tests.telegram.botapi.world import Query, QueryAnswer, World

MAX_NOTIFICATION = 200
"""Characters of the notification that an answer shows."""


def open_query(world: World, kind: str, query_id: str) -> Query:
    """Return a query that may still be answered; `kind` is a member of its content."""
    query = world.queries.get(query_id)
    if query is None or query.expired or query.answer is not None or kind not in query.content:
        raise bad_request(QUERY_TOO_OLD)
    return query


@method("answerCallbackQuery", "callback_query_id", "text", "show_alert", "url", "cache_time")
def answer_callback_query(world: World, parameters: Parameters) -> bool:
    query = open_query(world, "data", parameters.string("callback_query_id"))
    if utf16_length(parameters.string("text", "")) > MAX_NOTIFICATION:
        raise bad_request("MESSAGE_TOO_LONG")
    parameters.boolean("show_alert")
    parameters.integer("cache_time", 0)
    query.answer = QueryAnswer(dict(parameters.values))
    world.changed.notify_all()
    return True
