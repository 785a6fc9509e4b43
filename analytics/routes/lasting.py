"""The address under which a page shows the same figures for ever."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import request, url_for

from analytics.reports.as_of import local_text
from kernel.clock import local_day
from ledger.queries import head, moment_of
from web import database


def lasting(fields: dict[str, Any], first: dt.date) -> str:
    """The address that shows the same for ever: as of the last entry; empty where none was made since ``first``."""
    if "as_of" in fields:
        return url_for(str(request.endpoint), **fields)
    session = database.session()
    end = head(session)
    moment = moment_of(session, end.leaf) if end else None
    if moment is None or local_day(moment) < first:
        return ""
    return url_for(str(request.endpoint), **fields, as_of=local_text(moment))
