"""What people type in this room, turned into typed values."""

from complaints.forms.choices import (
    chosen_department,
    department_choices,
    listed_departments,
    topic_choices,
    topic_name,
)
from complaints.forms.correcting import CorrectChoiceForm, CorrectDayForm, LiftForm, RestrictForm, RetentionForm
from complaints.forms.description import DescribeForm, SignForm
from complaints.forms.desk import CallForm, CallLinkForm, CodeForm, FindForm
from complaints.forms.filing import (
    ELSEWHERE,
    FEEDBACK,
    FILES_STEP,
    LONGEST_TEXT,
    STEPS,
    CheckForm,
    FilingForm,
    ReceiptForm,
)
from complaints.forms.letters import DiscardLetterForm, LetterForm, NewLetterForm, SendLetterForm
from complaints.forms.moves import MoveForm, fields_of
from complaints.forms.opinions import CloseForm, ReviewForm
from complaints.forms.pass_on import PassOnForm
from complaints.forms.register import RegisterForm
from complaints.forms.related import LinkForm
from complaints.forms.splitting import FIRST_SHOWN, PARTS, SplitForm
from complaints.forms.steps import AssignForm, AttachForm, DispatchForm, DraftForm, NoteForm, SortForm, StepForm

__all__ = [
    "ELSEWHERE",
    "FEEDBACK",
    "FILES_STEP",
    "FIRST_SHOWN",
    "LONGEST_TEXT",
    "PARTS",
    "STEPS",
    "AssignForm",
    "AttachForm",
    "CallForm",
    "CallLinkForm",
    "CheckForm",
    "CloseForm",
    "CodeForm",
    "CorrectChoiceForm",
    "CorrectDayForm",
    "DescribeForm",
    "DiscardLetterForm",
    "DispatchForm",
    "DraftForm",
    "FilingForm",
    "FindForm",
    "LetterForm",
    "LiftForm",
    "LinkForm",
    "MoveForm",
    "NewLetterForm",
    "NoteForm",
    "PassOnForm",
    "ReceiptForm",
    "RegisterForm",
    "RestrictForm",
    "RetentionForm",
    "ReviewForm",
    "SendLetterForm",
    "SignForm",
    "SortForm",
    "SplitForm",
    "StepForm",
    "chosen_department",
    "department_choices",
    "fields_of",
    "listed_departments",
    "topic_choices",
    "topic_name",
]
