"""Whether this office may answer a case itself."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.models import Complaint, ComplaintStep
from complaints.rules.competence import Matter, check_competent
from complaints.rules.moves import Move


def check_competence(complaint: Complaint) -> None:
    """Raises NotCompetent for a skarga another body decides: it is not answered here (art. 229 KPA)."""
    check_competent(complaint.kind, complaint.about, complaint.matter or Matter.OWN)


def answers_for_the_council(steps: Sequence[ComplaintStep]) -> bool:
    """Whether the case is with the council: handed to it and not returned since."""
    ways = [step.move for step in steps if step.move in (Move.TO_COUNCIL, Move.RETURN)]
    return bool(ways) and ways[-1] == Move.TO_COUNCIL
