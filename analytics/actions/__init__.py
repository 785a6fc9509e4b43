"""What is done in the workshop: a month published, a step change recorded or withdrawn, a pack asked for, sent on."""

from analytics.actions.ordering import (
    PackNotPossible,
    PackWanted,
    advance,
    finish,
    give_up,
    order_edition,
    order_pack,
    start,
)
from analytics.actions.publishing import NotPublishable, publish_month
from analytics.actions.steps import BadStep, StepTyped, record_step, withdraw_step
from analytics.actions.subscribing import subscribe, unsubscribe

__all__ = [
    "BadStep",
    "NotPublishable",
    "PackNotPossible",
    "PackWanted",
    "StepTyped",
    "advance",
    "finish",
    "give_up",
    "order_edition",
    "order_pack",
    "publish_month",
    "record_step",
    "start",
    "subscribe",
    "unsubscribe",
    "withdraw_step",
]
