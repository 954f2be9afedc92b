"""The subscriber guide: what it tells people to copy works, in every language it names."""

import importlib.util
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from monitor.clock import system_clock
from monitor.config.rotation import new_secret
from monitor.delivery.event import event_body
from monitor.delivery.signing import decode_secret, sign
from tests.support.making import alert

Check = Callable[[str, dict[str, str], bytes], bool]

_MAIN_GO: Final = """package main

import ("encoding/json"; "fmt"; "os"; "time")

func main() {
	body, _ := os.ReadFile("body")
	var headers map[string]string
	raw, _ := os.ReadFile("headers.json")
	json.Unmarshal(raw, &headers)
	header := func(name string) string { return headers[name] }
	fmt.Print(Verify(os.Args[1], header, body, 5*time.Minute))
}
"""
_MAIN_JS: Final = """import { readFileSync } from "node:fs";
import { verify } from "./verify.mjs";
const headers = JSON.parse(readFileSync("headers.json"));
process.stdout.write(String(verify(process.argv[2], headers, readFileSync("body"))));
"""


def snippet(root: Path, language: str) -> str:
    """Return the guide's code in a language."""
    guide = (root / "docs" / "guides" / "webhooks.md").read_text(encoding="utf-8")
    (found,) = re.findall(rf"```{language}\n(.*?)```", guide, re.DOTALL)
    assert isinstance(found, str)
    return found


def python(root: Path, folder: Path) -> Check:
    """Import the guide's Python."""
    path = folder / "guide.py"
    path.write_text(snippet(root, "python"), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("guide", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda secret, headers, body: bool(module.verify(secret, headers, body))


def _ran(command: list[str], folder: Path) -> Check:
    def check(secret: str, headers: dict[str, str], body: bytes) -> bool:
        (folder / "headers.json").write_text(json.dumps(headers), encoding="utf-8")
        (folder / "body").write_bytes(body)
        done = subprocess.run([*command, secret], cwd=folder, capture_output=True, check=True)
        return {"true": True, "false": False}[done.stdout.decode()]

    return check


def javascript(root: Path, folder: Path) -> Check:
    """Run the guide's JavaScript where Node is there."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    (folder / "verify.mjs").write_text(snippet(root, "javascript"), encoding="utf-8")
    (folder / "main.mjs").write_text(_MAIN_JS, encoding="utf-8")
    return _ran([node, "main.mjs"], folder)


def go(root: Path, folder: Path) -> Check:
    """Build and run the guide's Go where Go is there."""
    compiler = shutil.which("go")
    if compiler is None:
        pytest.skip("go is not installed")
    (folder / "go.mod").write_text("module guide\n\ngo 1.21\n", encoding="utf-8")
    (folder / "verify.go").write_text(snippet(root, "go"), encoding="utf-8")
    (folder / "main.go").write_text(_MAIN_GO, encoding="utf-8")
    subprocess.run([compiler, "build", "-o", "guide"], cwd=folder, check=True, capture_output=True)
    return _ran([str(folder / "guide")], folder)


@pytest.mark.parametrize("language", [python, javascript, go], ids=lambda f: f.__name__)
def test_copied_code_tells_genuine_from_forged(
    language: Callable[[Path, Path], Check], root: Path, tmp_path: Path
) -> None:
    """A genuine message passes; another secret, body, id or day does not."""
    check = language(root, tmp_path)
    new, old = new_secret(), new_secret()
    body = event_body("dl_1", alert(title="“Ответные меры” – 応"))
    now = system_clock()
    headers = sign([decode_secret(new), decode_secret(old)], "dl_1", now, body)
    assert check(new, headers, body)
    assert check(old, headers, body)
    assert not check(new_secret(), headers, body)
    assert not check(new, headers, body + b" ")
    assert not check(new, headers | {"webhook-id": "dl_2"}, body)
    assert not check(new, headers | {"webhook-signature": "v1,AAAA v2,x"}, body)
    yesterday = sign([decode_secret(new)], "dl_1", now - timedelta(days=1), body)
    assert not check(new, yesterday, body)
    assert not check(new, {k: v for k, v in headers.items() if k != "webhook-timestamp"}, body)
