"""Which worker runs what: long files first, folders that prepare much together, little behind a long test.

pytest-xdist hands whole files to the workers. A worker has to know its next test before it begins the last one, so it
is given another file while it is still at work, and that file waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

LONGEST: Final = (
    "tests/install/",
    "tests/failing/test_fuzzing",
    "tests/journeys/test_axe_everywhere",
    "tests/house/test_reach",
    "tests/journeys/test_axe_staff",
    "tests/assurance/",
    "tests/analytics/test_case_measures",
    "tests/web/test_odd_input",
    "tests/failing/test_odd_forms",
    "tests/failing/test_killed",
    "tests/journeys/test_handbook_pictures",
    "tests/analytics/test_as_of",
    "tests/journeys/test_kiosk_queue",
    "tests/failing/test_odd_commands",
    "tests/analytics/test_routes",
    "tests/worker/test_several",
    "tests/worker/test_registered_jobs",
    "tests/reference/",
    "tests/house/test_access",
    "tests/house/test_no_polish_left",
    "tests/house/test_cells",
    "tests/sample/",
    "tests/analytics/test_pack",
    "tests/analytics/test_export",
    "tests/complaints/test_queue_places",
    "tests/operations/test_backup_and_restore",
    "tests/house/test_migrations",
    "tests/operations/test_starting",
    "tests/analytics/test_indistinguishable",
    "tests/complaints/test_every_move_by_page",
    "tests/operations/test_damaged_backups",
    "tests/complaints/test_reminder_mail",
    "tests/analytics/test_release",
    "tests/analytics/test_structure",
    "tests/journeys/",
)
"""Files that take long come first, or one of them at the end would keep all waiting. Measured."""

TOGETHER: Final = ("tests/assurance/", "tests/reference/", "tests/sample/")
"""Folders whose tests share an office that takes long to prepare: it is prepared by one worker."""


def place(test: str) -> int:
    """Where a test stands in the order of the run; the lower, the earlier."""
    return next((n for n, path in enumerate(LONGEST) if test.startswith(path)), len(LONGEST))


def unit(test: str) -> str:
    """What is given to a worker as a whole: the file of a test, or its folder."""
    return next((folder for folder in TOGETHER if test.startswith(folder)), test.split("::", 1)[0])


class ByFileAndFolder(LoadFileScheduling):
    """Shares out files in the order of the run."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        if self._is_at_something_long(node):
            few = min(self.workqueue, key=lambda name: (place(name) < len(LONGEST), len(self.workqueue[name])))
            self.workqueue.move_to_end(few, last=False)
        super()._assign_work_unit(node)

    def _is_at_something_long(self, node: WorkerController) -> bool:
        given = self.assigned_work[node].items()
        return any(place(name) < len(LONGEST) and not all(tests.values()) for name, tests in given)
