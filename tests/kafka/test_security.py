"""TLS and SASL against a real broker, with certificates made here; and what a worker opens."""

import asyncio
import re
import secrets
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest

from agents.intake import publish_articles
from agents.reading import read_topic
from agents.worker import running
from monitor.config.kafka_security import Security
from monitor.config.service import Kafka, Service
from monitor.config.web import Web
from monitor.engine.kafka_topics import create_topics
from monitor.errors import EngineError
from monitor.flow import build_flow
from monitor.language.model import Model
from monitor.replay.reading import read_story
from monitor.testing.kafka import Broker, Guard
from monitor.topics import ALERTS, ARTICLES
from tests.kafka.test_delivery import until
from tests.kafka.test_faults import _worker
from tests.kafka.test_polling import configure
from tests.support.brokers import started
from tests.support.certificates import make_authority, make_certificate
from tests.support.tokens import write_token

pytestmark = pytest.mark.kafka

USER, PASSWORD = "monitor", "correct-horse"


class Guarded:
    """A broker that asks who is there, and what its clients need."""

    def __init__(self, folder: Path) -> None:
        """Make the certificates; nothing runs yet."""
        self.folder = folder
        self.ca = make_authority(folder)
        certificate, key = make_certificate(folder, "broker")
        pair = folder / "broker-pair.pem"
        pair.write_text(key.read_text("ascii") + certificate.read_text("ascii"), "ascii")
        self.cert, self.key = make_certificate(folder, "client")
        self.password = folder / "password"
        self.password.write_text(PASSWORD + "\n", "utf-8")
        self.token = folder / "token"
        write_token(self.token, USER, 3600)
        self.broker = Broker(guard=Guard(pair, self.ca, {USER: PASSWORD}))

    def kafka(self, mechanism: str | None, **others: Any) -> Kafka:  # noqa: ANN401 - settings
        """Return a configuration: by a certificate, or by a name and a password."""
        tls: dict[str, Any] = {"ca": str(self.ca)}
        security: dict[str, Any] = {"tls": tls}
        if mechanism is None:
            tls |= {"cert": str(self.cert), "key": str(self.key)}
        elif mechanism == "OAUTHBEARER":
            security["sasl"] = {"mechanism": mechanism, "token_file": str(self.token)}
        else:
            sasl = {"mechanism": mechanism, "username": USER, "password_file": str(self.password)}
            security["sasl"] = sasl
        for name, setting in others.items():
            security[name] |= setting
        return Kafka(
            bootstrap=(self.broker.sasl if mechanism else self.broker.tls,),
            prefix=f"t{secrets.token_hex(4)}",
            partitions=2,
            session_timeout=3,
            security=Security.model_validate(security),
        )


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """Start a broker with TLS and SASL."""
    found = Guarded(tmp_path_factory.mktemp("guarded"))
    with started(found.broker):
        yield found


@pytest.mark.parametrize(
    "mechanism", [None, "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"]
)
async def test_every_way_in_is_taken(
    mechanism: str | None, guarded: Guarded, model: Model, root: Path
) -> None:
    """Topics are made, articles written and read by certificate, password and token alike."""
    watchlist, articles = read_story(root / "seeds" / "stories" / "border-standoff.json")
    kafka = guarded.kafka(mechanism)
    await create_topics(kafka, build_flow(watchlist, model))
    await publish_articles(kafka, articles[:2])
    assert len(await read_topic(kafka, ARTICLES)) == 2


@pytest.mark.parametrize("mechanism", [None, "SCRAM-SHA-512", "OAUTHBEARER"])
async def test_worker_carries_a_story_behind_tls(
    mechanism: str | None, guarded: Guarded, root: Path, tmp_path: Path
) -> None:
    """Faust's own connections are secured as all others are: a story comes out as alerts."""
    watchlist, articles = read_story(root / "seeds" / "stories" / "border-standoff.json")
    service = Service(watchlist="", engine="kafka", kafka=guarded.kafka(mechanism))
    async with running(service, watchlist, tmp_path / "tables"):
        await publish_articles(service.kafka, articles, partition=0)

        async def told() -> bool:
            return len(await read_topic(service.kafka, ALERTS)) >= 3

        assert await until(told)


async def test_worker_goes_on_with_a_token_that_was_renewed(
    guarded: Guarded, root: Path, tmp_path: Path
) -> None:
    """The broker breaks connections off when their token expires; the next one is in the file."""
    watchlist, articles = read_story(root / "seeds" / "stories" / "border-standoff.json")
    token = tmp_path / "token"
    write_token(token, USER, 15)
    expired = time.monotonic() + 15
    kafka = guarded.kafka("OAUTHBEARER", sasl={"token_file": str(token)})
    service = Service(watchlist="", engine="kafka", kafka=kafka)
    async with running(service, watchlist, tmp_path / "tables") as worker:
        await publish_articles(kafka, articles[:1], partition=0)

        async def read(count: int) -> bool:
            return worker.hops["extract"].read >= count

        assert await until(partial(read, 1))
        write_token(token, USER, 3600)
        await asyncio.sleep(expired + 1 - time.monotonic())
        await publish_articles(kafka, articles[1:], partition=0)

        async def told() -> bool:
            return len(await read_topic(kafka, ALERTS)) >= 3

        assert await until(told)
        assert await until(partial(read, len(articles)))


async def test_expired_token_is_one_clear_line(
    guarded: Guarded, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Who comes with a token of yesterday is told so, and nowhere is the token itself shown."""
    token = tmp_path / "token"
    write_token(token, USER, -60)
    kafka = guarded.kafka("OAUTHBEARER", sasl={"token_file": str(token)})
    with pytest.raises(EngineError) as caught:
        await publish_articles(kafka, [])
    assert "\n" not in str(caught.value)
    assert f"token_file: {token}: the broker refuses the token" in caplog.text
    assert token.read_text("ascii").strip() not in str(caught.value) + caplog.text


async def test_wrong_password_is_one_clear_line(guarded: Guarded, tmp_path: Path) -> None:
    """Who has the wrong password is told so, and the password is not in the message."""
    wrong = tmp_path / "password"
    wrong.write_text("battery-staple", "utf-8")
    kafka = guarded.kafka("SCRAM-SHA-256", sasl={"password_file": str(wrong)})
    with pytest.raises(EngineError) as caught:
        await publish_articles(kafka, [])
    assert "\n" not in str(caught.value)
    assert "battery-staple" not in str(caught.value)


async def test_broker_of_another_authority_is_refused(guarded: Guarded, tmp_path: Path) -> None:
    """A broker whose certificate nobody known has signed is not talked to."""
    kafka = guarded.kafka("PLAIN", tls={"ca": str(make_authority(tmp_path))})
    with pytest.raises(EngineError):
        await publish_articles(kafka, [])


async def test_client_without_a_certificate_is_refused(guarded: Guarded) -> None:
    """Where the broker asks for a certificate, none is no way in."""
    kafka = guarded.kafka(None, tls={"cert": None, "key": None})
    with pytest.raises(EngineError):
        await publish_articles(kafka, [])


async def test_worker_listens_only_where_it_is_told(service: Service, tmp_path: Path) -> None:
    """Faust's pages, which show tables to anybody, are not served; ours are, to this machine."""
    config = configure(tmp_path / "worker", service.model_copy(update={"web": Web(port=0)}), [])
    log = config.parent / "worker.log"
    async with _worker(config) as worker, aiohttp.ClientSession() as session:

        async def ready() -> str:
            where = re.search(r"answering on http://(\S+)", log.read_text("utf-8"))
            if where is None:
                return ""
            async with session.get(f"http://{where[1]}/readyz") as answer:
                return where[1] if answer.ok else ""

        told = await until(ready)
        process = psutil.Process(worker.pid)
        listening = {
            f"{connection.laddr.ip}:{connection.laddr.port}"
            for one in (process, *process.children(recursive=True))
            for connection in one.net_connections("inet")
            if connection.status == psutil.CONN_LISTEN
        }
        assert listening == {told}
        assert told.startswith("127.0.0.1:")
