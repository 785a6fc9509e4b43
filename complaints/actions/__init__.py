"""What can be done in this room: one function per verb, the change and its entry in one transaction."""

from complaints.actions.acknowledging import acknowledge
from complaints.actions.answering import Dispatch, approve, draft, resolve, send_back, settle
from complaints.actions.calls import CallTyped, link_call, note_call, sweep_calls
from complaints.actions.codes import issue_code
from complaints.actions.competent import check_competence
from complaints.actions.contact import look_at_contact, open_paper
from complaints.actions.correct import Correction, correct
from complaints.actions.describe import describe
from complaints.actions.enclose import attach, enclose
from complaints.actions.erase import erase
from complaints.actions.feedback import FeedbackTyped, leave_feedback
from complaints.actions.filings import FilingTyped
from complaints.actions.handing_on import hand_on
from complaints.actions.handing_over import hand_over
from complaints.actions.handle import Assignment, assign, note
from complaints.actions.holding import held_stream, hold, release
from complaints.actions.intake import AlreadyFiled, receive
from complaints.actions.letter_sending import Sending, send_letter
from complaints.actions.letters import LetterTyped, discard_letter, draft_letter, edit_letter
from complaints.actions.linking import How, link_cases
from complaints.actions.opinions import close, review
from complaints.actions.personal import export_personal, export_personal_of_held
from complaints.actions.presence import sweep_presence
from complaints.actions.reassign import NotPassed, Passing, Reassigned, reassign
from complaints.actions.restrict import lift_restriction, restrict
from complaints.actions.signs import give_sign
from complaints.actions.sort import sort, sort_new
from complaints.actions.splitting import PartTyped, split
from complaints.actions.steps import StepTyped, take_step
from complaints.actions.unsent import sweep_unsent
from complaints.rules.answers import Answer
from complaints.rules.description import Description

__all__ = [
    "AlreadyFiled",
    "Answer",
    "Assignment",
    "CallTyped",
    "Correction",
    "Description",
    "Dispatch",
    "FeedbackTyped",
    "FilingTyped",
    "How",
    "LetterTyped",
    "NotPassed",
    "PartTyped",
    "Passing",
    "Reassigned",
    "Sending",
    "StepTyped",
    "acknowledge",
    "approve",
    "assign",
    "attach",
    "check_competence",
    "close",
    "correct",
    "describe",
    "discard_letter",
    "draft",
    "draft_letter",
    "edit_letter",
    "enclose",
    "erase",
    "export_personal",
    "export_personal_of_held",
    "give_sign",
    "hand_on",
    "hand_over",
    "held_stream",
    "hold",
    "issue_code",
    "leave_feedback",
    "lift_restriction",
    "link_call",
    "link_cases",
    "look_at_contact",
    "note",
    "note_call",
    "open_paper",
    "reassign",
    "receive",
    "release",
    "resolve",
    "restrict",
    "review",
    "send_back",
    "send_letter",
    "settle",
    "sort",
    "sort_new",
    "split",
    "sweep_calls",
    "sweep_presence",
    "sweep_unsent",
    "take_step",
]
