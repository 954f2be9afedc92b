"""`make demo`, as a newcomer sees it."""

import subprocess
import sys
from pathlib import Path


def test_demo_shows_the_whole_path() -> None:
    """Statements, changes with reasons, alerts and verified deliveries are all on the screen."""
    command = Path(sys.executable).with_name("news-monitor")
    done = subprocess.run([command, "demo"], capture_output=True, text=True, check=True)
    shown = " ".join(done.stdout.split())
    assert "Sergey Lavrov THREATEN/conditional" in shown
    assert "if: Should there be no constructive response" in shown
    assert "signal response-measures" in shown
    assert "Sergey Lavrov on response-measures: new_position" in shown
    assert "webhooks received" in shown
    assert "signature verified" in shown
    assert "signature wrong" not in shown
