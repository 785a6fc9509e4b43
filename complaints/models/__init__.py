"""Tables of the complaints room."""

from complaints.models.calls import PhoneCall
from complaints.models.desk import CasePresence, UnsentWords
from complaints.models.drafts import ComplaintDraft
from complaints.models.feedback import Feedback
from complaints.models.follow_up import FollowUp
from complaints.models.holding import HeldFile, HeldFiling
from complaints.models.indexing import index_added, keep_words
from complaints.models.lateness import LatenessTold
from complaints.models.letters import ComplaintLetter
from complaints.models.personal import Complainant, ComplaintAttachment, ComplaintMatter, ComplaintNote
from complaints.models.petitions import PetitionPublication, PetitionScan
from complaints.models.register import Complaint, RegisterCounter
from complaints.models.saved_views import SavedView
from complaints.models.steps import ComplaintLink, ComplaintStep
from complaints.models.words import ComplaintWords

__all__ = [
    "CasePresence",
    "Complainant",
    "Complaint",
    "ComplaintAttachment",
    "ComplaintDraft",
    "ComplaintLetter",
    "ComplaintLink",
    "ComplaintMatter",
    "ComplaintNote",
    "ComplaintStep",
    "ComplaintWords",
    "Feedback",
    "FollowUp",
    "HeldFile",
    "HeldFiling",
    "LatenessTold",
    "PetitionPublication",
    "PetitionScan",
    "PhoneCall",
    "RegisterCounter",
    "SavedView",
    "UnsentWords",
    "index_added",
    "keep_words",
]
