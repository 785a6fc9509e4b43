"""The staff's pages of the register: queue, case, the steps of handling, what protects personal data."""

from complaints.routes import (
    answering,
    case,
    correcting,
    department,
    description,
    desk,
    history,
    letters,
    moves,
    opinions,
    papers,
    protecting,
    publishing,
    queue,
    register,
    register_book,
    retention,
)
from complaints.routes.room import blueprint

__all__ = [
    "answering",
    "blueprint",
    "case",
    "correcting",
    "department",
    "description",
    "desk",
    "history",
    "letters",
    "moves",
    "opinions",
    "papers",
    "protecting",
    "publishing",
    "queue",
    "register",
    "register_book",
    "retention",
]
