"""The project's settings, with a data folder and a queue of its own for each process that runs tests.

The environment is changed, too, and points back to ntm.settings: programs that tests start are bound to the same
folder, queue and, once it exists, test database (see django_db_setup in conftest.py).
"""

import os
import secrets
import tempfile
from pathlib import Path

#: "gw0", "gw1" … under pytest-xdist.
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")

if PROCESS == "main":
    os.environ["NTM_TEST_DIR"] = tempfile.mkdtemp(prefix="ntm-test-")
# The processes of pytest-xdist live in the folder of the one that started them, which removes it at the end.
os.environ["DATA_DIR"] = str(Path(os.environ["NTM_TEST_DIR"]) / PROCESS)
Path(os.environ["DATA_DIR"]).mkdir()
# WhiteNoise warns of a missing folder, and a warning is an error here.
(Path(os.environ["DATA_DIR"]) / "static").mkdir()
os.environ["CLOCK_FILE"] = str(Path(os.environ["DATA_DIR"]) / "clock")
os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
if os.environ.get("REDIS_URL"):
    _database = PROCESS.removeprefix("gw") if PROCESS != "main" else "0"
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{_database}"

from ntm.settings import *  # noqa: E402, F403

os.environ["DJANGO_SETTINGS_MODULE"] = "ntm.settings"
