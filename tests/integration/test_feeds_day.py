"""A simulated day of polling; `make feeds-day` runs it over five thousand feeds."""

from pathlib import Path

from benchmarks.feeds_day import SETTINGS, run_day
from monitor.testing.newsstand import Newsstand
from monitor.testing.virtual_time import run_virtually


def test_a_day_with_restarts_loses_and_repeats_nothing(tmp_path: Path) -> None:
    """Every entry exactly once, backlog as history, no host over two requests or under the gap."""
    stand = Newsstand(60, hours=24, trouble=0.05)
    day = run_virtually(run_day(stand, tmp_path / "s.db", restarts=8))
    assert day.entries > 1000
    assert (day.missing, day.twice, day.alarming) == (0, 0, 0)
    most, nearest = day.worst
    assert most <= SETTINGS.host_connections
    assert nearest >= SETTINGS.host_gap
    assert day.answers[304] > 100
