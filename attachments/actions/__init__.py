"""What can be done with files: take them in, let them wait with a form, scan them, sweep away what nobody keeps."""

from attachments.actions.scanning import quarantine, release
from attachments.actions.storing import CREST_MEGABYTES, SCAN, Draft, keep, prepare, store, store_crest
from attachments.actions.sweeping import Swept, sweep
from attachments.actions.waiting import restage, stage, take, unstage

__all__ = [
    "CREST_MEGABYTES",
    "SCAN",
    "Draft",
    "Swept",
    "keep",
    "prepare",
    "quarantine",
    "release",
    "restage",
    "stage",
    "store",
    "store_crest",
    "sweep",
    "take",
    "unstage",
]
