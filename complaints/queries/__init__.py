"""Reading the register: the queue, one case, a resident's own case. Nothing here writes."""

from complaints.queries.case import Case, Happening, case_for, history
from complaints.queries.feedback import feedback_page
from complaints.queries.queue import QueueFilter, QueueRow, Tiles, Waiting, queue_page, tiles, waiting
from complaints.queries.status import status_of

__all__ = [
    "Case",
    "Happening",
    "QueueFilter",
    "QueueRow",
    "Tiles",
    "Waiting",
    "case_for",
    "feedback_page",
    "history",
    "queue_page",
    "status_of",
    "tiles",
    "waiting",
]
