"""gunicorn as an office runs it behind nginx: python -m gunicorn --config deploy/gunicorn.conf.py

The systemd unit starts it so (deploy/systemd/interesant.service); docs/decisions/0013-production.md gives the reasons.
"""

import os
import shutil
from pathlib import Path
from typing import Any

from web.logs import formatter, without_addresses

wsgi_app = "app:serve()"
bind = "127.0.0.1:8000"
forwarded_allow_ips = "127.0.0.1"

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "0")) or min(4, os.cpu_count() or 1)
threads = 4
# Each thread needs one connection to the database: 16 at most of the 100 that PostgreSQL gives.

timeout = 60  # a process that gives no sign of life for so long is replaced; a slow request alone does not count
graceful_timeout = 30  # after a stop, requests under way have so long to end
keepalive = 75  # longer than nginx keeps its connections to us (60), so that it is nginx that hangs up
max_requests = 20_000  # a process is replaced now and then, so that no slow leak of memory lasts
max_requests_jitter = 2_000  # and not all of them at once

limit_request_line = 4094  # bytes of an address: the longest filter of a page needs a quarter of it
limit_request_fields = 64  # headers; a browser sends about 20, nginx adds 6
limit_request_field_size = 8190  # bytes of one header; our cookies stay far below

preload_app = False  # each process loads the program itself: its threads and database connections are its own
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a sign of life in memory, not on a busy disk; gunicorn makes it for itself
umask = 0o027  # attachments and backups are for our user and group alone
control_socket_disable = True  # systemd starts, reloads and stops us; there is no second way in

accesslog = None  # the program writes its own line a request, without addresses (web/logs.py)
errorlog = "-"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": lambda: formatter(os.environ.get("INTERESANT_LOG_FORMAT", "json"))}},
    "filters": {"without_addresses": {"()": lambda: without_addresses}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_addresses"]},
    },
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False}},
}

# Counters of requests are kept in files that all processes share, where systemd gave us a folder for the time we run.
_folder = Path(os.environ["RUNTIME_DIRECTORY"]) / "metrics" if "RUNTIME_DIRECTORY" in os.environ else None
if _folder is not None:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_folder)


def on_starting(_server: object) -> None:
    """Begin with empty counters: a monitoring program knows a restart by them."""
    if _folder is not None:
        shutil.rmtree(_folder, ignore_errors=True)
        _folder.mkdir(mode=0o750)


def child_exit(_server: object, worker: Any) -> None:
    """What a process that ended counted stays counted."""
    if _folder is not None and os.environ.get("INTERESANT_METRICS_TOKEN"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
