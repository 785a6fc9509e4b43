"""What can be done in this room: one function per verb, the change and its entry in one transaction."""

from complaints.actions.enclose import attach, enclose
from complaints.actions.erase import erase
from complaints.actions.handing_on import hand_on
from complaints.actions.handing_over import hand_over
from complaints.actions.handle import Assignment, Reply, assign, note, settle
from complaints.actions.intake import AlreadyFiled, FeedbackTyped, FilingTyped, leave_feedback, receive
from complaints.actions.sort import sort, sort_new

__all__ = [
    "AlreadyFiled",
    "Assignment",
    "FeedbackTyped",
    "FilingTyped",
    "Reply",
    "assign",
    "attach",
    "enclose",
    "erase",
    "hand_on",
    "hand_over",
    "leave_feedback",
    "note",
    "receive",
    "settle",
    "sort",
    "sort_new",
]
