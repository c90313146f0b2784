"""The queue in a folder: nobody ever sees half a message.

Each test has a queue name of its own: Kombu remembers declared queues for the whole process, also of another folder.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from kombu import Connection

from ntm.celery import app

MESSAGES = 12


@pytest.fixture
def queue(tmp_path: Path) -> Connection:
    (tmp_path / "control").mkdir()
    options: dict[str, object] = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path / "control"),
    }
    return Connection("filesystem://localhost", transport_options=options)


def test_a_message_appears_whole(queue: Connection, tmp_path: Path) -> None:
    """Large messages, so that a reader which looks all the time would meet one being written."""
    broken: list[str] = []
    finished = threading.Event()

    def look() -> None:
        while not finished.is_set():
            for path in tmp_path.glob("*.msg"):
                try:
                    json.loads(path.read_text())
                except ValueError as error:
                    broken.append(str(error))

    reader = threading.Thread(target=look)
    reader.start()
    try:
        with queue.SimpleQueue("one") as simple:
            for number in range(MESSAGES):
                simple.put({"number": number, "text": "ă" * 500_000})
    finally:
        finished.set()
        reader.join()
    assert broken == []
    assert len(list(tmp_path.glob("*.msg"))) == MESSAGES
    assert list(tmp_path.glob(".*.part")) == []


def test_every_message_comes_out_once(queue: Connection) -> None:
    with queue.SimpleQueue("another") as simple:
        for number in range(50):
            simple.put(number)
        came = []
        for _ in range(50):
            message = simple.get(timeout=10)
            message.ack()
            came.append(message.payload)
        assert came == list(range(50))
        assert simple.qsize() == 0


def test_the_application_uses_it() -> None:
    """Under Redis this says nothing of the folder; the suite runs on both."""
    with app.connection_for_write() as broker:
        expected = "ntm.spool" if app.conf.broker_url.startswith("filesystem") else "kombu.transport.redis"
        assert type(broker.transport).__module__ == expected
