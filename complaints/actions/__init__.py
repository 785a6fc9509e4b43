"""What can be done in this room: one function per verb, the change and its entry in one transaction."""

from complaints.actions.answering import Dispatch, approve, check_competence, draft, resolve, send_back, settle
from complaints.actions.enclose import attach, enclose
from complaints.actions.erase import erase
from complaints.actions.handing_on import hand_on
from complaints.actions.handing_over import hand_over
from complaints.actions.handle import Assignment, assign, note
from complaints.actions.intake import AlreadyFiled, FeedbackTyped, FilingTyped, leave_feedback, receive
from complaints.actions.letter_sending import Sending, send_letter
from complaints.actions.letters import LetterTyped, discard_letter, draft_letter, edit_letter
from complaints.actions.opinions import close, review
from complaints.actions.sort import sort, sort_new
from complaints.actions.steps import StepTyped, take_step
from complaints.rules.answers import Answer

__all__ = [
    "AlreadyFiled",
    "Answer",
    "Assignment",
    "Dispatch",
    "FeedbackTyped",
    "FilingTyped",
    "LetterTyped",
    "Sending",
    "StepTyped",
    "approve",
    "assign",
    "attach",
    "check_competence",
    "close",
    "discard_letter",
    "draft",
    "draft_letter",
    "edit_letter",
    "enclose",
    "erase",
    "hand_on",
    "hand_over",
    "leave_feedback",
    "note",
    "receive",
    "resolve",
    "review",
    "send_back",
    "send_letter",
    "settle",
    "sort",
    "sort_new",
    "take_step",
]
