"""The one family of errors people get to read.

Rooms raise children of RuleBroken; HTTP numbers live only in web/errors.py.
"""

from __future__ import annotations


class RuleBroken(Exception):
    """A rule of the house or of the law says no.

    ``code`` is a stable word for tests and translation, ``field`` the form field it belongs to (None: the whole form),
    ``source`` the article or decision behind it, ``facts`` the values the sentence needs.
    """

    code = "rule_broken"

    def __init__(
        self,
        message: str = "",
        *,
        field: str | None = None,
        code: str | None = None,
        source: str | None = None,
        **facts: object,
    ) -> None:
        self.message = message
        self.field = field
        self.code = code or self.code
        self.source = source
        self.facts = facts
        super().__init__(message or self.code)


class NotFound(RuleBroken):
    """There is no such thing, or it is none of the asker's business: both look the same."""

    code = "not_found"


class Forbidden(RuleBroken):
    """The asker may see the thing but not do this with it."""

    code = "forbidden"


class Stale(RuleBroken):
    """Somebody else saved the record since this form was shown.

    ``facts['now']`` holds the present values, so that the page can show the difference and keep the typed text.
    """

    code = "stale"
