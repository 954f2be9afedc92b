"""The embedded service in this process: from an article to a webhook, and its end."""

import asyncio
from pathlib import Path

import pytest

from monitor.config.service import Delivery as Settings
from monitor.config.watchlist import Endpoint, WatchList
from monitor.engine.service import EmbeddedService
from monitor.engine.store import Commit, Store
from monitor.errors import DeadLetterLimitError
from monitor.flow import build_flow
from monitor.language.model import Model
from monitor.stages.codec import encode
from monitor.testing.receiver import Receiver
from monitor.topics import ALERTS, ARTICLES
from tests.support.files import endpoint
from tests.support.making import NOON, article
from tests.support.stages import values

SETTINGS = Settings.model_validate(
    {"allow_networks": ["127.0.0.0/8"], "schedule": [0, 0, 0], "jitter": 0}
)


def hand_over(path: Path, *raw: bytes) -> None:
    """Put articles into the store from outside, as `ingest` does."""
    store = Store(path)
    store.commit(Commit(appends=tuple((ARTICLES.name, "A", value) for value in raw)), NOON)
    store.close()


def service(
    folder: Path, watchlist: WatchList, model: Model, *endpoints: dict, limit: int = 50
) -> EmbeddedService:
    """Build a service."""
    told = tuple(Endpoint.model_validate(e) for e in endpoints)
    with_endpoints = watchlist.model_copy(update={"endpoints": told})
    return EmbeddedService(
        build_flow(with_endpoints, model),
        folder / "store.db",
        told,
        SETTINGS,
        dead_letter_limit=limit,
    )


async def test_article_becomes_a_webhook(
    tmp_path: Path, watchlist: WatchList, model: Model
) -> None:
    """What is handed over while the service runs reaches the subscriber."""
    async with Receiver() as receiver:
        running = service(
            tmp_path, watchlist, model, endpoint(tmp_path, receiver.url, receiver.secret)
        )
        task = asyncio.create_task(running.run())
        await asyncio.to_thread(hand_over, tmp_path / "store.db", encode(article()))
        await receiver.wait_for(1, 20)
        running.stop()
        await task
    assert receiver.received[0].verified
    assert receiver.received[0].event["subject"] == "duarte"


async def test_one_endpoint_down_another_served(
    tmp_path: Path, watchlist: WatchList, model: Model
) -> None:
    """A subscriber gets its alerts although another one fails every time."""
    async with Receiver() as receiver, Receiver(answer=lambda _: 500) as broken:
        running = service(
            tmp_path,
            watchlist,
            model,
            endpoint(tmp_path, broken.url, broken.secret, id="broken"),
            endpoint(tmp_path, receiver.url, receiver.secret, id="fine"),
        )
        task = asyncio.create_task(running.run())
        await asyncio.to_thread(hand_over, tmp_path / "store.db", encode(article()))
        await receiver.wait_for(1, 20)
        await broken.wait_for(3, 20)
        running.stop()
        await task
    assert len({got.id for got in broken.received[:3]}) <= len(broken.received)
    assert all(got.verified for got in (*receiver.received, *broken.received))


async def test_dead_letter_limit_ends_the_service(
    tmp_path: Path, watchlist: WatchList, model: Model
) -> None:
    """A stream of nothing but garbage ends the service and is left where it is."""
    hand_over(tmp_path / "store.db", *[b"garbage"] * 5)
    with pytest.raises(DeadLetterLimitError, match="extract: 3 records of articles in a row"):
        await service(tmp_path, watchlist, model, limit=3).run()
    store = Store(tmp_path / "store.db")
    assert store.cursor("extract") == 0
    store.close()


async def test_stopped_service_has_finished_what_it_began(
    tmp_path: Path, watchlist: WatchList, model: Model
) -> None:
    """A service that is told to stop leaves a store that the next one goes on with."""
    hand_over(tmp_path / "store.db", encode(article()))
    async with Receiver() as receiver:
        desk = endpoint(tmp_path, receiver.url, receiver.secret)
        for _ in range(2):
            running = service(tmp_path, watchlist, model, desk)
            task = asyncio.create_task(running.run())
            await receiver.wait_for(1, 20)
            running.stop()
            await task
    store = Store(tmp_path / "store.db")
    assert len(values(store, ALERTS.name)) == len({got.id for got in receiver.received})
    store.close()
