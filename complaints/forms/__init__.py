"""What people type in this room, turned into typed values."""

from complaints.forms.choices import chosen_department, department_choices, topic_choices, topic_name
from complaints.forms.filing import FEEDBACK, FILES_STEP, LONGEST_TEXT, STEPS, CheckForm, FilingForm, ReceiptForm
from complaints.forms.letters import DiscardLetterForm, LetterForm, NewLetterForm, SendLetterForm
from complaints.forms.moves import MoveForm, fields_of
from complaints.forms.opinions import CloseForm, ReviewForm
from complaints.forms.register import RegisterForm
from complaints.forms.steps import AssignForm, AttachForm, DispatchForm, DraftForm, NoteForm, SortForm, StepForm

__all__ = [
    "FEEDBACK",
    "FILES_STEP",
    "LONGEST_TEXT",
    "STEPS",
    "AssignForm",
    "AttachForm",
    "CheckForm",
    "CloseForm",
    "DiscardLetterForm",
    "DispatchForm",
    "DraftForm",
    "FilingForm",
    "LetterForm",
    "MoveForm",
    "NewLetterForm",
    "NoteForm",
    "ReceiptForm",
    "RegisterForm",
    "ReviewForm",
    "SendLetterForm",
    "SortForm",
    "StepForm",
    "chosen_department",
    "department_choices",
    "fields_of",
    "topic_choices",
    "topic_name",
]
