"""The tags of the record that this room writes, each with the keys of its data."""

from __future__ import annotations

from typing import Final

from ledger.tags import Added, Tag

STEP_KEYS: Final = ("state", "on", "until", "body", "basis", "reference", "channel", "text", "last_day")
"""What the entry of every step says; ``text`` is the commitment to its reason, ``last_day`` the one that holds now."""

DESCRIPTION_KEYS: Final = ("about", "person", "unit", "task", "councillor", "withheld", "safety")
"""Whom a case is about and so on, see rules.description; ``task`` is the matter of art. 229 KPA."""


class ComplaintTag(Tag):
    """The entries of this room. Names, addresses and letters stand in them only as salted commitments."""

    RECEIVED = (
        "complaints:complaint:receive",
        "kind",
        "register",
        "year",
        "number",
        "channel",
        "department",
        "received_on",
        "rule",
        "rule_version",
        "last_day",
        "complainant",
        "matter",
        Added("sign", "filing_class", *DESCRIPTION_KEYS),
        Added("warning_days"),
        Added("confirmed"),
    )
    IMPORTED = (
        "complaints:complaint:import",
        "kind",
        "source",
        "external_number",
        "channel",
        "department",
        "received_on",
        "received_at",
        "due_on",
        "due_at",
        "settled_on",
        "settled_at",
        "outcome",
    )
    ASSIGNED = "complaints:complaint:assign", "handler", "department"
    HANDED_ON = "complaints:complaint:hand_on", "from", "department", "handler"
    RELEASED = "complaints:complaint:release", "handler", "department"
    NOTED = "complaints:complaint:note", "note"
    SORTED = "complaints:complaint:sort", "before", "topic"
    DESCRIBED = "complaints:complaint:describe", *DESCRIPTION_KEYS, "handler", "department", Added("text")
    ACKNOWLEDGED = "complaints:complaint:acknowledge", "register", "year", "number"
    QUALIFIED = "complaints:complaint:qualify", "from", "to", "register", "year", "number", *STEP_KEYS
    CALLED = "complaints:complaint:call", *STEP_KEYS
    CALL_SERVED = "complaints:complaint:serve", *STEP_KEYS
    DECISION_SERVED = "complaints:complaint:served", *STEP_KEYS
    COMPLETED = "complaints:complaint:complete", *STEP_KEYS
    LEFT = "complaints:complaint:leave", *STEP_KEYS
    TRANSFERRED = "complaints:complaint:transfer", *STEP_KEYS
    POINTED = "complaints:complaint:point", *STEP_KEYS
    TO_COUNCIL = "complaints:complaint:to_council", *STEP_KEYS
    RESOLVED = "complaints:complaint:resolve", *STEP_KEYS
    RETURNED = "complaints:complaint:return", *STEP_KEYS
    PASSED_UP = "complaints:complaint:pass_up", *STEP_KEYS
    DELAYED = "complaints:complaint:delay", *STEP_KEYS
    EXTENDED = "complaints:complaint:extend", *STEP_KEYS
    WAITING = "complaints:complaint:wait", *STEP_KEYS
    TOLD = "complaints:complaint:tell", *STEP_KEYS
    DRAFTED = "complaints:answer:draft", "outcome", "reply"
    SENT_BACK = "complaints:complaint:send_back", *STEP_KEYS
    APPROVED = "complaints:answer:approve", "reply", "drafted_by"
    SETTLED = (
        "complaints:complaint:settle",
        "outcome",
        "settled_on",
        "reply",
        Added("channel", "cause", "corrective"),
    )
    ANNOTATED = "complaints:complaint:annotate", *STEP_KEYS, Added("other")
    DIVERTED = "complaints:complaint:divert", *STEP_KEYS
    SPLIT = "complaints:complaint:split", *STEP_KEYS
    JOINED = "complaints:complaint:join", *STEP_KEYS, Added("other")
    PASSED_ON = "complaints:complaint:pass_on", *STEP_KEYS
    OWN_DECISION = "complaints:complaint:own_decision", *STEP_KEYS
    RESULT = "complaints:complaint:result", *STEP_KEYS
    WITHDRAWN = "complaints:complaint:withdraw", *STEP_KEYS
    LINKED = "complaints:complaint:link", "other", "how"
    REPROJECTED = (
        "complaints:complaint:reproject",
        "why",
        "rule",
        "rule_version",
        "calendar_version",
        "before",
        "after",
        Added("warning_days"),
    )
    DEADLINE_PASSED = (
        "complaints:deadline:pass",
        "rule",
        "rule_version",
        "last_day",
        "became_at",
        "noticed_on",
        "announced_on",
    )
    SIGNED = "complaints:complaint:sign", "before", "sign", "filing_class", Added("text")
    RECEIPT_SENT = "complaints:receipt:dispatch", "effect"
    REPLY_SENT = "complaints:reply:dispatch", "effect"
    ATTACHED = "complaints:attachment:add", "attachment", "file", "kind", "size"
    PUBLISHED = "complaints:petition:publish", "subject", "text", "answer", Added("named")
    SCANNED = "complaints:petition:scan", "file", "size"
    TAKEN_DOWN = "complaints:petition:take_down", "reason"
    REGISTER_EXPORTED = (
        "complaints:register:export",
        "register",
        "from",
        "to",
        "by",
        "kind",
        "department",
        "format",
        "count",
        "with_personal",
    )
    FEEDBACK_REVIEWED = "complaints:feedback:review", "topic"
    FEEDBACK_CLOSED = "complaints:feedback:close", "topic", "answer"
    LETTER_DRAFTED = "complaints:letter:draft", "letter", "template", "version", "text"
    LETTER_EDITED = "complaints:letter:edit", "letter", "text"
    LETTER_DISCARDED = "complaints:letter:discard", "letter", "template", "version"
    LETTER_SENT = "complaints:letter:send", "letter", "template", "version", "channel", "privacy", "text", "paper"
    LETTER_MAILED = "complaints:letter:dispatch", "letter", "effect"
    CORRECTED = (
        "complaints:complaint:correct",
        "field",
        "step",
        "move",
        "before",
        "after",
        "last_day",
        "verdict_before",
        "verdict_after",
    )
    RESTRICTED = "complaints:complaint:restrict", "ground"
    RESTRICTION_LIFTED = "complaints:complaint:lift", "ground"
    CONTACT_LOOKED = "complaints:contact:look"
    CODE_ISSUED = "complaints:code:issue", "replaces"
    CALL_NOTED = "complaints:call:note", "on", "department", "words", Added("language")
    CALL_INVITED = "complaints:call:invite", "effect"
    CALL_LINKED = "complaints:call:link", "complaint"
    CALL_ERASED = "complaints:call:erase"
    ERASED = (
        "complaints:complaint:erase",
        "basis",
        "complainant",
        "matter",
        "notes",
        "attachments",
        "reply",
        Added("letters"),
        Added("publication"),
        Added("rule", "batch"),
    )
    FOLLOW_UP_SENT = "complaints:follow_up:dispatch", "complaint", "effect"
    FOLLOW_UP_USED = "complaints:follow_up:use", "complaint", "used_on"
    RETENTION_RUN = "complaints:retention:run", "batch", "plan", "cases"
    PERSONAL_EXPORTED = "complaints:personal:export", "cases", "files", Added("held")
    FILING_HELD = (
        "complaints:filing:hold",
        "kind", "register", "year", "number", "department", "received_on", "filing", "files",
        Added("origin"),
    )  # fmt: skip
    FILING_RELEASED = "complaints:filing:release", "complaint"
    FEEDBACK_LEFT = "complaints:feedback:leave", "department", "matter", Added("flags")
    LAW_ADOPTED = "complaints:law:adopt", "digest", "rules", "calendar_version", "calendar"
