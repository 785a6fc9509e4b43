"""Sweeping away what the office need not remember for ever."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, cast

from sqlalchemy import delete
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from kernel.clock import Clock
from office.models import AccountCode, SignIn, Throttle

SIGN_INS_KEPT: Final = dt.timedelta(days=90)
"""Ours: so long its owner may ask whether a sign-in was theirs; the record keeps who and when."""

THROTTLES_KEPT: Final = dt.timedelta(days=1)
"""Ours: longer than any wait a failed try can bring."""


def sweep_sign_ins(session: Session, clock: Clock) -> int:
    """Forget sign-ins that ended more than 90 days ago; how many."""
    statement = delete(SignIn).where(SignIn.expires_at < clock.now() - SIGN_INS_KEPT)
    return cast(CursorResult[Any], session.execute(statement)).rowcount


def sweep_throttle(session: Session, clock: Clock) -> int:
    """Forget failed tries whose window began more than a day ago; how many."""
    statement = delete(Throttle).where(Throttle.window_from_at < clock.now() - THROTTLES_KEPT)
    return cast(CursorResult[Any], session.execute(statement)).rowcount


def sweep_account_codes(session: Session, clock: Clock) -> int:
    """Forget invitations and recoveries that ran out more than 90 days ago; how many."""
    statement = delete(AccountCode).where(AccountCode.expires_at < clock.now() - SIGN_INS_KEPT)
    return cast(CursorResult[Any], session.execute(statement)).rowcount
