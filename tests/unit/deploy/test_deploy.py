"""What ships for running the service fits it: settings, roles, ports, metrics, commands."""

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from ruamel.yaml import YAML

from monitor.cli.main import cli
from monitor.config.load import load_service
from monitor.config.roles import EVERY
from monitor.config.web import DEFAULT_PORT

_METRIC = re.compile(r"news_monitor_[a-z_]+")
_SUFFIXES = ("_bucket", "_sum", "_count", "_total")


def documents(path: Path) -> list[Any]:
    """Read the documents of a YAML file."""
    return [d for d in YAML(typ="safe").load_all(path.read_text("utf-8")) if d]


def workloads(root: Path) -> dict[str, Any]:
    """Return the pods that the manifests describe, by name of the container."""
    found = {}
    for path in sorted((root / "deploy" / "kubernetes").glob("*.yaml")):
        for document in documents(path):
            if document.get("kind") in ("Deployment", "StatefulSet", "Job"):
                pod = document["spec"]["template"]["spec"]
                found[pod["containers"][0]["name"]] = pod
    return found


@pytest.mark.parametrize(
    "path", ["deploy/news-monitor.yaml", "deploy/compose.yaml", "deploy/kubernetes/service.yaml"]
)
def test_every_configuration_that_ships_is_good(root: Path, path: str) -> None:
    """Each passes the check, and is answered where probes and health checks ask."""
    service, _ = load_service(root / path)
    assert service.web.port == DEFAULT_PORT


def test_each_role_has_a_workload(root: Path) -> None:
    """Compose and Kubernetes carry the whole chain, each role once."""
    compose = documents(root / "docker-compose.yml")[0]["services"]
    commands = [service.get("command", []) for service in compose.values()]
    assert {c[c.index("--role") + 1] for c in commands if "--role" in c} == EVERY
    args = [pod["containers"][0]["args"] for pod in workloads(root).values()]
    assert {a[a.index("--role") + 1] for a in args if "--role" in a} == EVERY


def test_every_command_of_a_container_is_ours(root: Path) -> None:
    """What containers are told to run is a command with these options."""
    compose = documents(root / "docker-compose.yml")[0]["services"]
    told = [service["command"] for service in compose.values() if "command" in service]
    told += [pod["containers"][0]["args"] for pod in workloads(root).values()]
    for words in told:
        command: Any = cli
        names = list(words)
        while names and not names[0].startswith("-") and hasattr(command, "commands"):
            command = command.commands[names.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in names if word.startswith("--")} <= known


def test_pods_may_do_no_more_than_they_need(root: Path) -> None:
    """No root, no privileges, no writing outside volumes, no token of the cluster."""
    for pod in workloads(root).values():
        container = pod["containers"][0]
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert container["securityContext"]["capabilities"]["drop"] == ["ALL"]
        assert "memory" in container["resources"]["limits"]
        mounted = {m["name"] for m in container["volumeMounts"]}
        assert {v["name"] for v in pod["volumes"]} <= mounted


def test_every_metric_that_is_looked_at_is_counted(root: Path) -> None:
    """Dashboard and alarms ask for metrics that exist."""
    for module in ("agents.metrics", "monitor.delivery.metrics", "monitor.polling.metrics"):
        importlib.import_module(module)
    counted = {metric.name for metric in REGISTRY.collect()}
    dashboard = (root / "deploy" / "grafana" / "news-monitor.json").read_text("utf-8")
    rules = (root / "deploy" / "prometheus" / "alerts.yml").read_text("utf-8")
    asked = set(_METRIC.findall(dashboard + rules))
    assert asked
    for name in asked:
        bare = next((name.removesuffix(s) for s in _SUFFIXES if name.endswith(s)), name)
        assert name in counted or bare in counted, name
    json.loads(dashboard)


def test_every_alarm_is_explained(root: Path) -> None:
    """Whoever is woken finds what it means."""
    (rules,) = documents(root / "deploy" / "prometheus" / "alerts.yml")
    guide = (root / "docs" / "guides" / "operations.md").read_text("utf-8")
    for rule in rules["groups"][0]["rules"]:
        assert f"`{rule['alert']}`" in guide


def test_kustomization_names_every_manifest(root: Path) -> None:
    """No manifest lies beside the others unused."""
    folder = root / "deploy" / "kubernetes"
    (kustomization,) = documents(folder / "kustomization.yaml")
    configs = {"kustomization.yaml", "service.yaml", "watchlist.yaml"}
    assert set(kustomization["resources"]) == {p.name for p in folder.glob("*.yaml")} - configs


def test_the_image_checks_its_health_and_is_nobody(root: Path) -> None:
    """The container runs as a user of its own and asks the service whether it is ready."""
    text = (root / "deploy" / "Dockerfile").read_text("utf-8")
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    check = r'^HEALTHCHECK .*\n\s+CMD \["/venv/bin/news-monitor", "health"\]'
    assert re.search(check, text, re.MULTILINE)
