"""Reading the register: the queue, one case, a resident's own case. Nothing here writes."""

from complaints.queries.case import Case, Happening, case_for, history
from complaints.queries.feedback import feedback_page
from complaints.queries.queue import queue_page, queue_rows
from complaints.queries.queue_counts import MOST_COUNTED, Tiles, Waiting, counts, how_many, tiles
from complaints.queries.queue_filter import DUE, QUEUE_STATES, QueueFilter
from complaints.queries.queue_rows import QueueRow
from complaints.queries.status import status_of

__all__ = [
    "DUE",
    "MOST_COUNTED",
    "QUEUE_STATES",
    "Case",
    "Happening",
    "QueueFilter",
    "QueueRow",
    "Tiles",
    "Waiting",
    "case_for",
    "counts",
    "feedback_page",
    "history",
    "how_many",
    "queue_page",
    "queue_rows",
    "status_of",
    "tiles",
]
