"""What stands in the files for production is true of the code. No container is started here."""

from __future__ import annotations

import re
import shutil
from itertools import chain
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from ntm import health, processes
from tests.processes import ROOT

READ = re.compile(r'env\.(?:text|flag|number|words|choice)\(\s*"([A-Z0-9_]+)"')
OURS = ("migrate", "web", "worker", "beat")


def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return content


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def variables_of_the_code() -> set[str]:
    return {name for path in (ROOT / "ntm").rglob("*.py") for name in READ.findall(path.read_text())}


def variables_of_compose() -> set[str]:
    text = (ROOT / "docker-compose.yml").read_text()
    named = set(re.findall(r"\$\{([A-Z0-9_]+)", text))
    return named.union(*(service.get("environment", {}) for service in services().values()))


def in_example() -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def in_docs() -> set[str]:
    return set(re.findall(r"`([A-Z][A-Z0-9_]+)`", (ROOT / "docs" / "deploy.md").read_text()))


def test_compose_has_everything_a_server_needs() -> None:
    assert set(services()) == {"proxy", "migrate", "web", "worker", "beat", "db", "redis"}


@pytest.mark.parametrize("name", processes.NAMES)
def test_the_three_processes_start_as_make_run_starts_them(name: str) -> None:
    """`start NAME` becomes processes.command(NAME), and `start` starts the same commands as children."""
    assert services()[name]["command"] == ["python", "manage.py", "start", name]
    assert set(processes.NAMES) == {"web", "worker", "beat"}


def test_every_command_of_ours_exists() -> None:
    lines = [" ".join(services()[name]["command"]) for name in OURS]
    called = {found for line in lines for found in re.findall(r"manage\.py (\w+)", line)}
    assert called == {
        "migrate",
        "load_areas",
        "load_criteria",
        "load_bases",
        "load_awards",
        "load_report_forms",
        "start",
    }
    assert called <= set(get_commands())


def test_the_image_starts_what_exists() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert 'CMD ["python", "manage.py", "start", "web"]' in text
    for path in re.findall(r"^COPY (\S+) ", text, re.MULTILINE):
        assert (ROOT / path).exists()
    assert "--require-hashes -r requirements/run.txt" in text


@pytest.mark.parametrize("name", ["db", "redis"])
def test_commands_of_the_servers_exist(name: str) -> None:
    service = services()[name]
    program = service["healthcheck"]["test"][1]
    assert shutil.which(program)
    if "command" in service:
        assert shutil.which(service["command"][0])


@pytest.mark.parametrize("name", ["proxy", *processes.NAMES, "db", "redis"])
def test_every_lasting_service_is_watched_and_comes_back(name: str) -> None:
    assert services()[name]["restart"] == "unless-stopped"
    assert services()[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", processes.NAMES)
def test_health_checks_ask_what_the_script_knows(name: str) -> None:
    python, script, what, *_ = services()[name]["healthcheck"]["test"][1:]
    assert python == "python"
    assert (ROOT / script).exists()
    assert what in {"alive", *health.CHECKS}


@pytest.mark.parametrize("name", OURS)
def test_our_processes_are_nobody_special(name: str) -> None:
    service = services()[name]
    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "USER ntm" in (ROOT / "Dockerfile").read_text()


def test_no_secret_is_in_the_files() -> None:
    for name, service in services().items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|KEY|DATABASE_URL", variable):
                assert variable.endswith("_FILE"), (name, variable)
                assert value.startswith("/run/secrets/")
    for secret in compose()["secrets"].values():
        assert set(secret) == {"file"}
    example = (ROOT / ".env.example").read_text()
    assert not re.search(r"^(?!#)\w*(PASSWORD|SECRET)\w*=\S", example, re.MULTILINE)


def test_secrets_never_reach_git_or_the_image() -> None:
    for file in (".gitignore", ".dockerignore"):
        lines = {line.strip("/") for line in (ROOT / file).read_text().splitlines()}
        assert {".env", "secrets", "data"} <= lines, file


def test_what_must_last_is_on_a_volume() -> None:
    mounts = {name: service.get("volumes", []) for name, service in services().items()}
    assert "database:/var/lib/postgresql/data" in mounts["db"]
    assert "queue:/data" in mounts["redis"]
    assert "--appendonly yes" in " ".join(services()["redis"]["command"])
    for name in processes.NAMES:
        assert mounts[name] == ["data:/data"]
    used = {mount.split(":")[0] for mount in chain.from_iterable(mounts.values()) if not mount.startswith(".")}
    assert used == set(compose()["volumes"])


def test_only_the_proxy_has_ports_and_web_and_worker_scale() -> None:
    assert [name for name, service in services().items() if "ports" in service] == ["proxy"]
    assert not any("container_name" in service for service in services().values())
    assert (ROOT / "deploy" / "Caddyfile").read_text().count("dynamic a web 8000") == 1


def test_everything_waits_for_the_migration() -> None:
    for name in processes.NAMES:
        assert services()[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services()["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_every_variable_of_the_code_is_documented() -> None:
    assert variables_of_the_code() - in_docs() == set()
    assert variables_of_the_code() - in_example() == set()


def test_every_variable_of_compose_is_documented() -> None:
    assert variables_of_compose() - in_docs() == set()
    ours = {name for name in variables_of_compose() if not name.startswith("POSTGRES_")}
    assert ours - in_example() == set()


def test_no_variable_is_documented_that_does_nothing() -> None:
    known = variables_of_the_code() | variables_of_compose()
    files = {f"{name}_FILE" for name in variables_of_the_code()}
    assert in_example() - known - files == set()
    levels = {"DEBUG", "INFO", "WARNING", "ERROR", "OVERWRITE"}
    assert in_docs() - known - files - levels == set()


def test_locked_requirements_name_no_host() -> None:
    for name in ("run.txt", "test.txt"):
        text = (ROOT / "requirements" / name).read_text()
        assert "://" not in text
        assert "--index-url" not in text
        pinned = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
        assert pinned
        assert [line.split()[0] for line in pinned if "--hash=sha256:" not in line] == []
