"""What is done in the auditor's room: evidence leaves, a verification is asked for and carried out."""

from assurance.actions.exporting import record_export
from assurance.actions.runs import VERIFY, ask, carry_out

__all__ = ["VERIFY", "ask", "carry_out", "record_export"]
