"""The auditor's pages: the record and its seals, verifications, evidence to take away."""

from assurance.routes import evidence, matrix, record, verification
from assurance.routes.room import blueprint

__all__ = ["blueprint", "evidence", "matrix", "record", "verification"]
