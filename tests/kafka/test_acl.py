"""The list of rights on a broker that allows nothing else: enough for everyone, and no more."""

import asyncio
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from ruamel.yaml import YAML

from agents.intake import publish
from monitor.config.load import load_service
from monitor.config.roles import EVERY, Role
from monitor.config.service import Kafka
from monitor.engine import kafka_rights
from monitor.engine.kafka_acls import WHO
from monitor.engine.kafka_admin import administering
from monitor.engine.kafka_rights import check_rights
from monitor.engine.kafka_topics import plan
from monitor.errors import EngineError
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.testing.kafka import Broker, Guard
from monitor.testing.publisher import Item, Publisher, rss
from monitor.testing.receiver import Receiver
from monitor.topics import ALERTS, ARTICLES, ORDERS, STATEMENTS
from tests.kafka.test_delivery import until
from tests.kafka.test_faults import _worker
from tests.kafka.test_polling import POLLING
from tests.support.acls import OPERATIONS, Right, allow, rights, withdraw
from tests.support.brokers import started
from tests.support.certificates import make_authority, make_certificate
from tests.support.commands import Finished, call, one_clear_line, run
from tests.support.files import endpoint

pytestmark = pytest.mark.kafka

PASSWORD = "correct-horse"  # noqa: S105 - of a broker that is gone after the tests
SEED = "000_58129c60560acc1c.txt"


class Strict:
    """A broker that knows everyone of the list by name and allows nothing by itself."""

    def __init__(self, folder: Path) -> None:
        """Make what it is known by; nothing runs yet."""
        self.ca = make_authority(folder)
        certificate, key = make_certificate(folder, "broker")
        pair = folder / "broker-pair.pem"
        pair.write_text(key.read_text("ascii") + certificate.read_text("ascii"), "ascii")
        self.password = folder / "password"
        self.password.write_text(PASSWORD, "utf-8")
        users = dict.fromkeys(WHO, PASSWORD)
        self.broker = Broker(guard=Guard(pair, self.ca, users, authorizes=True))


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Strict]:
    """Start that broker."""
    found = Strict(tmp_path_factory.mktemp("strict"))
    with started(found.broker):
        yield found


class Installation:
    """Topics of their own on the broker, and a configuration for everyone of the list."""

    def __init__(self, strict: Strict, folder: Path, watchlist: dict[str, Any]) -> None:
        """Write the watch-list; nobody may do anything yet."""
        self._strict = strict
        self._folder = folder
        self._prefix = f"t{secrets.token_hex(4)}"
        self.open = strict.broker.bootstrap
        (folder / "watchlist.json").write_text(json.dumps(watchlist, default=str), "utf-8")

    def config(self, who: str) -> Path:
        """Return the configuration of one of the list, who comes under its own name."""
        folder = self._folder / who
        folder.mkdir(exist_ok=True)
        password = str(self._strict.password)
        kafka = {
            "bootstrap": [self._strict.broker.sasl],
            "prefix": self._prefix,
            "partitions": 2,
            "session_timeout": 3,
            "tables": "tables",
            "security": {
                "tls": {"ca": str(self._strict.ca)},
                "sasl": {"mechanism": "PLAIN", "username": who, "password_file": password},
            },
        }
        settings = {
            "watchlist": "../watchlist.json",
            "engine": "kafka",
            "kafka": kafka,
            "delivery": {"allow_networks": ["127.0.0.0/8"]},
            "polling": POLLING,
            "web": {"port": 0},
        }
        path = folder / "news-monitor.json"
        path.write_text(json.dumps(settings), "utf-8")
        return path

    def kafka(self, who: str) -> Kafka:
        """Return the broker as one of the list reaches it."""
        return load_service(self.config(who))[0].kafka

    def call(self, who: str, *words: object) -> Finished:
        """Run a command under the name of one of the list."""
        return call(*words, "--config", self.config(who))

    async def command(self, who: str, *words: object) -> str:
        """Run a command that has to succeed; return what it prints."""
        done = await asyncio.to_thread(self.call, who, *words)
        assert done.code == 0, done.err
        return done.out

    async def start(self, role: str) -> Finished:
        """Run a role's worker, in a process of its own, until it ends by itself."""
        config = self.config(role)
        return await asyncio.to_thread(run, "run", "--role", role, "--config", config)

    def listed(self) -> list[Right]:
        """Return the rights that the command prints."""
        return rights(self.call("topics", "topics", "acls").out.splitlines())

    async def set_up(self, lacking: Callable[[Right], bool] = lambda _: False) -> list[Right]:
        """Allow everyone what is listed, but for what is ``lacking``; make the topics."""
        listed = [right for right in self.listed() if not lacking(right)]
        await allow(self.open, listed)
        await self.command("topics", "topics", "apply")
        return listed

    def log(self, role: str) -> str:
        """Return what a role's worker has said."""
        return (self._folder / role / "worker.log").read_text("utf-8")


@pytest.fixture
def shipped_watchlist(root: Path) -> dict[str, Any]:
    """Return the watch-list that ships, as a file holds it."""
    path = root / "deploy" / "watchlists" / "european-security.yaml"
    found: dict[str, Any] = YAML(typ="safe").load(path)
    return found


async def _page(installation: Installation, path: str) -> str:
    """Return a page of the role `web`."""
    where = re.search(r"answering on (\S+)", installation.log("web"))
    if where is None:
        return ""
    async with aiohttp.ClientSession() as session, session.get(where[1] + path) as answer:
        return await answer.text()


async def test_the_list_carries_the_seed_to_the_webhook(
    strict: Strict, shipped_watchlist: dict[str, Any], root: Path, tmp_path: Path
) -> None:
    """A worker for each role and each command, under a name of its own: all of it works."""
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(Receiver())
        wire = await stack.enter_async_context(Publisher())
        # A delivery that is tried twice is recorded in every way there is.
        desk.answer = lambda number: 500 if number == 0 else 204
        wire.feeds["/wire"] = rss([])
        watchlist = shipped_watchlist | {
            "endpoints": [endpoint(tmp_path, desk.url, desk.secret)],
            "feeds": [{"id": "wire", "url": f"{wire.url}/wire"}],
        }
        installation = Installation(strict, tmp_path, watchlist)
        await installation.set_up()
        assert "good" in await installation.command("topics", "topics", "check")
        for role in sorted(EVERY):
            config = installation.config(role)
            await stack.enter_async_context(_worker(config, "--role", role))

        async def polled() -> bool:
            return bool(wire.times("/wire"))

        await until(polled)
        # What comes after the first poll is news, and the seed comes so.
        wire.feeds["/wire"] = rss([Item("seed", (root / "seeds" / SEED).read_text("utf-8"), "1")])
        await desk.wait_until(lambda: len(desk.received) > 1, 90)
        assert all(request.verified for request in desk.received)

        async def served() -> bool:
            return "Lavrov" in await _page(installation, "/alerts.atom")

        await until(served)
        assert await _page(installation, "/readyz") == "ready\n"
        assert "handed over" in await installation.command(
            "ingest", "ingest", root / "seeds" / SEED
        )
        assert "good" in await installation.command("feeds", "feeds", "list")
        assert "Lavrov" in await installation.command("alerts", "alerts", "tail")
        assert "delivered" in await installation.command("deliveries", "deliveries", "list")
        assert await installation.command("dead", "dead", "list") == ""
        await installation.command("endpoints", "endpoints", "disable", "desk", "--why", "a test")
        assert "a test" in await installation.command("endpoints", "endpoints", "list")
    for role in EVERY:
        assert "AuthorizationFailed" not in installation.log(role)
    # In a process of its own, which is what a replay ends when the broker refuses it something.
    config = installation.config("replay")
    replay = ("replay", "--json", root / "seeds" / SEED, "--config", config)
    replayed = await asyncio.to_thread(run, *replay)
    assert '"record":"alert"' in replayed.out, replayed.err


async def test_nobody_writes_what_is_anothers(
    strict: Strict, shipped_watchlist: dict[str, Any], tmp_path: Path
) -> None:
    """What the list does not allow is refused, and said so in one line."""
    installation = Installation(strict, tmp_path, shipped_watchlist)
    await installation.set_up()
    for who, topic in (
        ("web", ALERTS),
        ("poll", ALERTS),
        ("analyse", ALERTS),
        ("track", STATEMENTS),
        ("deliver", ALERTS),
        ("ingest", ORDERS),
        ("endpoints", ALERTS),
        ("topics", ARTICLES),
    ):
        with pytest.raises(EngineError, match="AuthorizationFailed"):
            await publish(installation.kafka(who), topic, [("x", b"{}")])


async def test_nobody_may_more_than_the_list_says(
    strict: Strict, shipped_watchlist: dict[str, Any], tmp_path: Path
) -> None:
    """The broker itself is asked what each may do with each topic."""
    installation = Installation(strict, tmp_path, shipped_watchlist)
    listed = await installation.set_up()
    service, watchlist = load_service(installation.config("topics"))
    names = [topic.name for topic in plan(service.kafka, build_flow(watchlist, load_model()))]
    for who in WHO:
        async with administering(installation.kafka(who)) as admin:
            found = await kafka_rights._topics(admin, names)
        for name in names:
            may = {word for word, code in OPERATIONS.items() if found[name] & 1 << code}
            own = [right for right in listed if right.principal == f"User:{who}"]
            assert may == _implied({r.operation for r in own if r.covers(name)}), (who, name)


def _implied(operations: set[str]) -> set[str]:
    more = {"Describe"} if operations & {"Read", "Write", "Delete", "Alter"} else set()
    return operations | more | ({"DescribeConfigs"} if "AlterConfigs" in operations else set())


async def test_every_right_that_is_missing_is_named(
    strict: Strict, shipped_watchlist: dict[str, Any], tmp_path: Path
) -> None:
    """Whichever right a role lacks, it does not start to work without it, and says which."""
    installation = Installation(strict, tmp_path, shipped_watchlist)
    listed = await installation.set_up()
    for role in EVERY:
        kafka = installation.kafka(role)
        own = [r for r in listed if r.principal == f"User:{role}" and r.pattern == "literal"]
        for right in own:

            async def refused(kafka: Kafka = kafka, role: Role = role) -> str:
                try:
                    await check_rights(kafka, [role])
                except EngineError as error:
                    return str(error)
                return ""

            async def good(look: Callable[[], Awaitable[str]] = refused) -> bool:
                return not await look()

            await until(good)
            await withdraw(installation.open, right)
            what = f"{role} may not {right.operation} {right.resource} {right.name} "
            assert what in await until(refused)
            await allow(installation.open, [right])


async def test_role_without_a_right_ends_with_one_clear_line(
    strict: Strict, shipped_watchlist: dict[str, Any], tmp_path: Path
) -> None:
    """An operator is told what is missing and where to find it, before any record is touched."""
    installation = Installation(strict, tmp_path, shipped_watchlist)
    orders = f"{installation.kafka('deliver').prefix}.orders"
    await installation.set_up(lambda r: (r.principal, r.name) == ("User:deliver", orders))
    refused = await installation.start("deliver")
    told = one_clear_line(refused)
    assert f"deliver may not Read topic {orders} (" in told
    assert "news-monitor topics acls deliver" in told


async def test_polling_without_transactions_ends_the_worker(
    strict: Strict, shipped_watchlist: dict[str, Any], tmp_path: Path
) -> None:
    """The one right that nobody can be asked about beforehand is told when it is needed."""
    installation = Installation(strict, tmp_path, shipped_watchlist)
    await installation.set_up(lambda r: r.resource == "transactional_id")
    async with _worker(installation.config("poll"), "--role", "poll") as worker:
        assert await asyncio.wait_for(worker.wait(), 60) == 70
    assert "polling: broker" in installation.log("poll")
    assert "TransactionalIdAuthorizationFailed" in installation.log("poll")


async def test_without_rights_nothing_is_made(
    strict: Strict, shipped_watchlist: dict[str, Any], tmp_path: Path
) -> None:
    """Nobody but `topics apply` makes topics, and a role that finds none says so."""
    installation = Installation(strict, tmp_path, shipped_watchlist)
    refused = await asyncio.to_thread(installation.call, "topics", "topics", "apply")
    assert "AuthorizationFailed" in one_clear_line(refused)
    await allow(installation.open, installation.listed())
    refused = await installation.start("web")
    assert "AuthorizationFailed" in one_clear_line(refused)
