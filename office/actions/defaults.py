"""The lists an office begins with; each row is added as a person would add it, and may be corrected or ended."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor
from office.actions.bodies import OutsideBodyTyped, add_outside_body
from office.actions.filing import FilingClassTyped, add_filing_class
from office.actions.topics import TopicTyped, add_topic
from office.rules import bodies, filing, topics


def lay_defaults(session: Session, clock: Clock, actor: Actor) -> None:
    """Filing classes (none confirmed by the archivist yet), topics, and the outside bodies every municipality has."""
    since = clock.today()
    for plan in filing.DEFAULTS:
        typed = FilingClassTyped(plan.symbol, plan.title, plan.category, since, plan.kinds)
        add_filing_class(session, clock, actor, typed)
    for code, polish, english, ukrainian in topics.DEFAULTS:
        add_topic(session, clock, actor, TopicTyped(code, polish, english, ukrainian, since))
    for kind, name in bodies.DEFAULTS:
        add_outside_body(session, clock, actor, OutsideBodyTyped(kind.value, name, since))
