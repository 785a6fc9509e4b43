"""What can be done with files: take them in, let them wait with a form, scan them, sweep away what nobody keeps."""

from attachments.actions.storing import CREST_MEGABYTES, Draft, keep, prepare, store, store_crest

__all__ = ["CREST_MEGABYTES", "Draft", "keep", "prepare", "store", "store_crest"]
