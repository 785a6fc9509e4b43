"""Whether this office may answer a case itself."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.models import Complaint, ComplaintStep
from complaints.rules.competence import Matter, competence
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move
from kernel.errors import RuleBroken


class NotCompetent(RuleBroken):
    """Another body decides this. ``facts``: body, as office.rules.bodies names it; ``source``: the article."""

    code = "not_competent"


def check_competence(complaint: Complaint) -> None:
    """Raises NotCompetent for a skarga another body decides: it is not answered here (art. 229 KPA)."""
    if complaint.kind != Kind.SKARGA:
        return
    row = competence(complaint.about, complaint.matter or Matter.OWN)
    if row.body:
        raise NotCompetent(source=row.source, body=row.body)


def answers_for_the_council(steps: Sequence[ComplaintStep]) -> bool:
    """Whether the case is with the council: handed to it and not returned since."""
    ways = [step.move for step in steps if step.move in (Move.TO_COUNCIL, Move.RETURN)]
    return bool(ways) and ways[-1] == Move.TO_COUNCIL
