"""Restricting the processing of a case's personal data: the grounds, and that nothing else is done meanwhile."""

from __future__ import annotations

import enum

from kernel.errors import RuleBroken


class Ground(enum.StrEnum):
    """Why the data of a case are only kept. Source: art. 18(1)(a)-(d) of Regulation (EU) 2016/679 (GDPR)."""

    ACCURACY = "accuracy"
    UNLAWFUL = "unlawful"
    CLAIMS = "claims"
    OBJECTION = "objection"


class Restricted(RuleBroken):
    """The data of the case are only kept for now.

    Source: art. 18(2) of Regulation (EU) 2016/679 (GDPR).
    """

    code = "restricted"
