"""What the workshop does: a month is published, a step change is recorded or withdrawn."""

from analytics.actions.publishing import NotPublishable, publish_month
from analytics.actions.steps import BadStep, StepTyped, record_step, withdraw_step

__all__ = ["BadStep", "NotPublishable", "StepTyped", "publish_month", "record_step", "withdraw_step"]
