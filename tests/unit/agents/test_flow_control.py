"""Faust's flow control, mended: what a stream was given is not taken from it again."""

from pathlib import Path

from mode.utils.queues import FlowControlQueue

from agents.app import build_app
from monitor.config.roles import Role
from monitor.config.service import Service
from monitor.flow import Flow


async def test_second_resume_keeps_what_the_queues_hold(flow: Flow, tmp_path: Path) -> None:
    """Articles fetched while tables are rebuilt still reach their stream."""
    app = build_app(Service(watchlist="", engine="kafka"), flow, tmp_path, Role.ANALYSE).app
    queue: FlowControlQueue[str] = FlowControlQueue(
        flow_control=app.flow_control, clear_on_resume=True
    )
    app.flow_control.resume()
    queue.put_nowait("article")
    app.flow_control.resume()
    assert queue.qsize() == 1


async def test_resume_after_a_suspension_empties_the_queues(flow: Flow, tmp_path: Path) -> None:
    """What was let in before a rebalance is not done twice."""
    app = build_app(Service(watchlist="", engine="kafka"), flow, tmp_path, Role.ANALYSE).app
    queue: FlowControlQueue[str] = FlowControlQueue(
        flow_control=app.flow_control, clear_on_resume=True
    )
    app.flow_control.resume()
    queue.put_nowait("article")
    app.flow_control.suspend()
    app.flow_control.resume()
    assert queue.empty()
