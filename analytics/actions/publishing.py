"""Publishing a month: its figures are frozen, with everything needed to compute them again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from analytics.events import MonthPublished, ResultsTag
from analytics.frames.published import editions
from analytics.measures.period import Month
from analytics.models import PublishedMonth
from analytics.reports.as_of import AsOf
from analytics.reports.published import definition_versions, digest_of, frozen_rows, rows_text, rule_versions
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.holidays import CALENDAR_VERSION
from kernel.permissions import EVERYWHERE, Actor, Permission
from ledger.actions import append, lock_end, moment_text
from ledger.canonical import canonical
from storage.telling import tell
from surveys.actions import seal_responses


class NotPublishable(RuleBroken):
    """A month that is not over, or published already and not told why again; ``code`` says which."""

    code = "not_publishable"


def publish_month(
    session: Session,
    clock: Clock,
    actor: Actor,
    month: Month,
    reason: str = "",
    after_edition: int | None = None,
) -> MonthPublished:
    """Freeze the figures of a month as known now: the first edition, or with a reason the next one.

    The end of the record is locked first, and the answers that wait are sealed, so that exactly what the record held
    at the leaf is published. ``after_edition``: the newest edition the person saw, 0 for none.

    Raises Forbidden, NotPublishable, Stale.
    """
    if actor.scope(Permission.RESULTS_PUBLISH) is not EVERYWHERE:
        raise Forbidden
    if month.last >= clock.today():
        raise NotPublishable(f"{month} is not over yet", code="month_not_over", field="month", month=str(month))
    lock_end(session)
    newest = next(iter(editions(session, str(month))), None)
    edition = newest.number + 1 if newest else 1
    if after_edition is not None and after_edition != edition - 1:
        raise Stale(now=edition - 1)
    if newest is not None and not reason.strip():
        raise NotPublishable(
            f"{month} is published already: another edition needs a reason", code="no_reason", field="reason"
        )
    while seal_responses(session, clock, actor) is not None:
        pass
    end = lock_end(session)
    seen = AsOf(max(end.recorded_at, clock.now()), end.leaf)
    frozen = _frozen(session, clock, actor, month, edition, reason.strip(), seen)
    session.add(frozen)
    session.flush()
    return tell(session, clock, MonthPublished(str(month), edition, frozen.leaf, frozen.digest))


def _frozen(
    session: Session, clock: Clock, actor: Actor, month: Month, edition: int, reason: str, seen: AsOf
) -> PublishedMonth:
    text = rows_text(frozen_rows(session, clock, month, seen))
    digest, rules, definitions = digest_of(text), rule_versions(), definition_versions()
    data = {
        "month": str(month),
        "edition": edition,
        "leaf": seen.leaf,
        "as_of": moment_text(seen.moment),
        "digest": digest,
        "calendar_version": CALENDAR_VERSION,
        "rules": rules,
        "definitions": definitions,
    }
    stream = f"results:{month}"
    entry = append(session, clock, actor, ResultsTag.MONTH_PUBLISHED, stream, data, clock.today(), reason)
    return PublishedMonth(
        month=str(month),
        edition=edition,
        published_at=entry.recorded_at,
        person_id=actor.person_id,
        reason=reason,
        as_of=seen.moment,
        leaf=seen.leaf,
        entry_leaf=entry.leaf,
        digest=digest,
        calendar_version=CALENDAR_VERSION,
        rules=canonical(rules),
        definitions=canonical(definitions),
        rows=text,
    )
