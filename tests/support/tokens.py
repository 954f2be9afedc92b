"""Tokens as Kafka's own tests use them: JSON Web Tokens that nobody has signed."""

import base64
import json
import time
from pathlib import Path


def write_token(path: Path, subject: str, seconds: float) -> None:
    """Write a token that is good for so many seconds, at once as whoever renews one does."""
    now = time.time()
    claims = {"sub": subject, "iat": now, "exp": now + seconds}
    parts = [_part({"alg": "none"}), _part(claims), ""]
    beside = path.with_suffix(".new")
    beside.write_text(".".join(parts) + "\n", "ascii")
    beside.replace(path)


def _part(content: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
