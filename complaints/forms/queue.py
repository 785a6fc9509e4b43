"""What an address of the queue asks for. Anything it cannot mean is no condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from complaints.forms.choices import chosen_department as chosen
from complaints.queries.queue_filter import DUE, QUEUE_STATES, QueueFilter
from complaints.rules.kinds import Channel, Kind
from web.forms import tidy

LONGEST_SEARCH = 200
"""Characters of a search: as long as a subject."""

MOST_BYTES = 2 * LONGEST_SEARCH
"""As many as the letters of our languages take; emoji take four. A view of one's own keeps an address of 2,000."""


def read_filter(sent: Mapping[str, str]) -> QueueFilter:
    """The filter an address stands for."""

    def one_of(name: str, known: Any, otherwise: str = "") -> str:
        value = sent.get(name, "")
        return value if value in known else otherwise

    return QueueFilter(
        text=tidy(sent.get("q"))[:LONGEST_SEARCH].encode()[:MOST_BYTES].decode(errors="ignore"),
        kind=one_of("kind", list(Kind)),
        department_id=chosen(sent.get("department")),
        handler_id=chosen(sent.get("who")),
        state=one_of("state", QUEUE_STATES, "open"),
        due=one_of("due", DUE),
        channel=one_of("channel", list(Channel)),
        topic_id=chosen(sent.get("topic")),
    )


def written_filter(wanted: QueueFilter) -> dict[str, Any]:
    """The same as the words of an address; what is empty is left out, but never everything."""
    values = {
        "q": wanted.text,
        "kind": wanted.kind,
        "department": wanted.department_id,
        "who": wanted.handler_id,
        "state": wanted.state if wanted.state != "open" else "",
        "due": wanted.due,
        "channel": wanted.channel,
        "topic": wanted.topic_id,
    }
    return plain(values)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what is said; nothing said means all open cases, said so that no view of one's own takes its place."""
    return {name: str(value) for name, value in values.items() if value} or {"state": "open"}


def read_query(query: str | bytes) -> QueueFilter:
    """The filter a query string stands for."""
    text = query.decode("ascii", "replace") if isinstance(query, bytes) else query
    return read_filter(dict(parse_qsl(text)[:50]))


def written_query(wanted: QueueFilter) -> str:
    """The filter as a query string, always the same for the same filter."""
    return urlencode(written_filter(wanted))
