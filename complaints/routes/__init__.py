"""The staff's pages of the register: queue, case, and the steps of handling."""

from complaints.routes import case, queue, register
from complaints.routes.room import blueprint

__all__ = ["blueprint", "case", "queue", "register"]
