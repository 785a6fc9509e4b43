"""Everything that changes the outbox, the runs of jobs, and the workers' signs of life."""

from worker.actions.beats import begin, seen, stopped
from worker.actions.looking_after import NotStuck, drop, retry, retry_all
from worker.actions.outbox import InHand, done, enqueue, failed, keep, take
from worker.actions.retention import sweep_beats, sweep_outbox, sweep_runs
from worker.actions.runs import RunInHand, is_run_over, keep_run, run_done, run_failed, take_run

__all__ = [
    "InHand", "NotStuck", "RunInHand", "begin", "done", "drop", "enqueue", "failed", "is_run_over", "keep", "keep_run",
    "retry", "retry_all", "run_done", "run_failed", "seen", "stopped", "sweep_beats", "sweep_outbox", "sweep_runs",
    "take", "take_run",
]  # fmt: skip
