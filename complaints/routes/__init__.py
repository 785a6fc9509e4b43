"""The staff's pages of the register: queue, case, and the steps of handling."""

from complaints.routes import (
    answering,
    case,
    description,
    history,
    letters,
    moves,
    opinions,
    papers,
    publishing,
    queue,
    register,
    register_book,
)
from complaints.routes.room import blueprint

__all__ = [
    "answering",
    "blueprint",
    "case",
    "description",
    "history",
    "letters",
    "moves",
    "opinions",
    "papers",
    "publishing",
    "queue",
    "register",
    "register_book",
]
