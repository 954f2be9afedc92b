"""Certificates for a test, signed by an authority that is made with them."""

import shutil
import subprocess
from pathlib import Path

import pytest


def _openssl(*arguments: object) -> None:
    done = subprocess.run(
        ["openssl", *map(str, arguments)],  # noqa: S607 - wherever it is
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def make_authority(folder: Path) -> Path:
    """Make an authority; return its certificate."""
    if shutil.which("openssl") is None:
        pytest.skip("certificates are made with openssl, which is not here")
    _openssl(
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=authority"),
        *("-keyout", folder / "ca.key", "-out", folder / "ca.pem"),
    )
    return folder / "ca.pem"


def make_certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1, signed by the folder's authority; return it and its key."""
    key, request, certificate = (folder / f"{name}.{end}" for end in ("key", "csr", "pem"))
    _openssl(
        *("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}"),
        *("-keyout", key, "-out", request),
    )
    extensions = folder / "extensions"
    extensions.write_text("subjectAltName=IP:127.0.0.1", encoding="ascii")
    _openssl(
        *("x509", "-req", "-in", request, "-days", "2", "-extfile", extensions),
        *("-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-CAcreateserial"),
        *("-out", certificate),
    )
    return certificate, key
