"""All data in one file, and back: the database as one consistent picture, then every stored file.

Files written while the backup runs may be in it without their row, which does no harm; the other way round cannot be,
since a file is stored before its row is committed. The secret key is not in it.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import Storage, default_storage
from django.db import DatabaseError, connection, connections

from accounts.models import User
from core import clock
from core.errors import RuleError

MANIFEST, FILES = "manifest.json", "files/"
DATABASE_PARTS = {"sqlite": "database.sqlite3", "postgresql": "database.sql"}
#: Left behind by a health check that was cut off; not anybody's file.
NOT_OURS = "health/"


def save(target: Path) -> int:
    """Write database and files into a new tar.gz (mode 0600); gives the number of files. Touches no data."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as output:
        try:
            count = _write(output)
        except BaseException:
            draft.unlink()
            raise
    draft.replace(target)
    return count


def restore(source: Path, *, overwrite: bool) -> int:
    """Put database and files back as they were; gives the number of files.

    Refuses a database that holds somebody's data unless `overwrite`; what is there now is then gone.
    Web, worker and beat must not be running.
    """
    with _opened(source) as archive:
        manifest = _manifest(archive, source)
        if manifest["database"] != connection.vendor:
            raise RuleError(
                f"Bản sao lưu là của {manifest['database']}, cơ sở dữ liệu hiện nay là {connection.vendor}; hai loại phải giống nhau."
            )
        if _has_people() and not overwrite:
            raise RuleError(
                "Cơ sở dữ liệu đang có dữ liệu; để ghi đè, hãy chạy lại với OVERWRITE=1 (mất dữ liệu hiện có)."
            )
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / DATABASE_PARTS[connection.vendor]
            _unpack(archive, part.name, part)
            connections.close_all()
            _RESTORE[connection.vendor](part)
        return _restore_files(archive)


def _write(output: IO[bytes]) -> int:
    with tarfile.open(fileobj=output, mode="w:gz", compresslevel=3) as archive, tempfile.TemporaryDirectory() as folder:
        about = {"version": 1, "database": connection.vendor, "made_at": clock.now().isoformat(timespec="seconds")}
        _add(archive, MANIFEST, io.BytesIO(json.dumps(about).encode()))
        part = Path(folder) / DATABASE_PARTS[connection.vendor]
        _SAVE[connection.vendor](part)
        archive.add(part, part.name)
        count = 0
        for name in _names(default_storage):
            with default_storage.open(name, "rb") as stored:
                _add(archive, FILES + name, io.BytesIO(stored.read()))
            count += 1
        return count


def _add(archive: tarfile.TarFile, name: str, content: io.BytesIO) -> None:
    member = tarfile.TarInfo(name)
    member.size = content.getbuffer().nbytes
    member.mtime = int(clock.now().timestamp())
    member.mode = 0o600
    archive.addfile(member, content)


def _names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every stored file, on disk or in a bucket."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (folder + name for name in sorted(files) if name and folder != NOT_OURS)
    for name in sorted(folders):
        yield from _names(storage, f"{folder}{name}/")


def _opened(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source, "r:gz")
    except FileNotFoundError as error:
        raise RuleError(f"Không tìm thấy tệp sao lưu {source}.") from error
    except (OSError, tarfile.TarError, EOFError) as error:
        raise RuleError(f"Tệp {source} không phải là bản sao lưu của hệ thống.") from error


def _manifest(archive: tarfile.TarFile, source: Path) -> dict[str, Any]:
    try:
        member = archive.extractfile(MANIFEST)
        assert member is not None
        manifest: dict[str, Any] = json.load(member)
        archive.getmember(DATABASE_PARTS[manifest["database"]])
    except (KeyError, ValueError, AssertionError, tarfile.TarError, EOFError, OSError) as error:
        raise RuleError(f"Tệp {source} không phải là bản sao lưu của hệ thống, hoặc đã bị hỏng.") from error
    return manifest


def _unpack(archive: tarfile.TarFile, name: str, target: Path) -> None:
    member = archive.extractfile(name)
    assert member is not None
    with target.open("wb") as output:
        shutil.copyfileobj(member, output)


def _has_people() -> bool:
    try:
        return User.objects.exists()
    except DatabaseError:  # no such table: a new database
        return False


def _restore_files(archive: tarfile.TarFile) -> int:
    for name in list(_names(default_storage)):
        default_storage.delete(name)
    count = 0
    for member in archive:
        content = archive.extractfile(member) if member.isfile() and member.name.startswith(FILES) else None
        if content is not None:
            # Storage refuses names that lead out of its folder.
            default_storage.save(member.name.removeprefix(FILES), File(content))
            count += 1
    return count


# --- SQLite ---


def _save_sqlite(target: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)


def _restore_sqlite(source: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(source)) as copy:
        copy.backup(connection.connection)
    connection.close()


# --- PostgreSQL ---


def _program(name: str, *arguments: str) -> None:
    """Run pg_dump or psql on the project's database; its last line of complaint is the refusal."""
    at = connection.settings_dict
    where = {"PGHOST": at["HOST"], "PGPORT": str(at["PORT"]), "PGUSER": at["USER"], "PGPASSWORD": at["PASSWORD"]}
    environment = {**os.environ, **{key: value for key, value in where.items() if value}, "PGDATABASE": at["NAME"]}
    try:
        done = subprocess.run([name, *arguments], env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise RuleError(f"Không tìm thấy chương trình {name}; hãy cài gói postgresql-client.") from error
    if done.returncode != 0:
        raise RuleError(f"{name} báo lỗi: {(done.stderr.strip().splitlines() or ['không rõ lý do'])[-1]}")


def _save_postgresql(target: Path) -> None:
    _program("pg_dump", "--no-owner", "--no-privileges", f"--file={target}")


def _restore_postgresql(source: Path) -> None:
    # One transaction: either all is as in the backup, or nothing has changed. The owner is the one a new database
    # has since PostgreSQL 15; with it pg_dump leaves the schema itself out of the next backup, too.
    empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner;"
    _program(
        "psql",
        "--quiet",
        "--no-psqlrc",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        f"--command={empty}",
        f"--file={source}",
    )


_SAVE = {"sqlite": _save_sqlite, "postgresql": _save_postgresql}
_RESTORE = {"sqlite": _restore_sqlite, "postgresql": _restore_postgresql}
