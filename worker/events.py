"""What the record keeps of the outbox: only what an administrator decided."""

from __future__ import annotations

from ledger.tags import Tag


class WorkerTag(Tag):
    """The entries of the worker. That an effect was carried out is recorded by the room that asked for it."""

    DROPPED = "worker:effect:drop", "effect", "kind"
