"""The worker program: for each queue a Celery worker of its own, so that a slow queue stops no other.

    python -m ntm.workers [MODULE…]

All are forked from this process after it has loaded the system once: their memory is the same pages until somebody
writes on them, and the start takes as long as that of one. When one of them ends by itself, all end, and whoever
started the program starts it anew. MODULEs are loaded besides; the tests' kinds of work come so.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from importlib import import_module
from types import FrameType

from jobs.queues import QUEUES
from ntm import env, processes
from ntm.celery import app

logger = logging.getLogger(__name__)
#: What a Celery worker loads by itself when it starts; here it is loaded once for all.
_OF_A_WORKER = ("celery.bin.worker", "celery.apps.worker", "celery.concurrency.prefork", "celery.worker.consumer")
# Workers do not talk among themselves: the Job table knows who does what.
_OPTIONS = ("--pool", "prefork", "--without-gossip", "--without-mingle", "--without-heartbeat")


def main(modules: list[str]) -> int:
    _load(modules)
    workers = {_fork(queue): queue for queue in QUEUES}
    asked_to_stop = False

    def stop(number: int = 0, frame: FrameType | None = None) -> None:
        nonlocal asked_to_stop
        if not asked_to_stop:  # told twice, Celery drops what it is doing
            asked_to_stop = True
            for pid in workers:
                os.kill(pid, signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    well = True
    while workers:
        pid, status = os.wait()
        queue = workers.pop(pid)
        if not asked_to_stop:
            logger.error("the worker of queue %s ended by itself (%s); the others are told to stop", queue, status)
            well = False
            stop()
    return 0 if well else 1


def _load(modules: list[str]) -> None:
    app.loader.import_default_modules()
    app.finalize()
    for name in (*_OF_A_WORKER, *modules):
        import_module(name)
    os.environ["CELERY_SKIP_CHECKS"] = "1"  # Django's checks have just been made
    # The collector writes on what it visits; what is there now is visited no more and stays shared.
    gc.collect()
    gc.freeze()


def _fork(queue: str) -> int:
    """A worker of the queue as a child; gives its process id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        processes.end_with_parent()
        code = app.start(_command(queue)) or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _command(queue: str) -> list[str]:
    concurrency = env.number("WORKER_PROCESSES", 2, least=1) if QUEUES[queue].is_parallel else 1
    return ["--quiet", "worker", "-Q", queue, "-n", f"{queue}@%h", "--concurrency", str(concurrency), *_OPTIONS]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
