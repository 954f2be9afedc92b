"""Promise 3 under fire: twenty endpoints, every fault there is, a process that is killed.

Short by default; `make test-long` runs it at full length.
"""

import asyncio
import contextlib
import os
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
from aiohttp import web
from standardwebhooks.webhooks import Webhook

from monitor.delivery.ledger import delivery_of
from monitor.engine.store import Commit, Store
from monitor.stages.codec import encode
from monitor.testing.faulty import Fault, failing
from monitor.topics import ALERTS, DELIVERIES
from schemas.alert import Alert
from schemas.dead_letter import DeadLetter
from schemas.vocabulary import Severity
from tests.support.files import SECRET, configuration, endpoint
from tests.support.making import NOON, alert
from tests.support.service import Look, start
from tests.support.web import serving

# How many alerts a long run takes; none is the short form.
LONG: Final = int(os.environ.get("NEWS_MONITOR_LONG", "0"))
COUNT: Final = LONG or 120
KILLS: Final = 20 if LONG else 4
PATIENCE: Final = 4 * 3600 if LONG else 180

# Endpoints that cost a time-out, a pause or megabytes at each try ask for critical alerts only.
SLOW: Final = (Fault.SILENT, Fault.DRIP, Fault.BUSY, Fault.HUGE)
QUICK: Final = (
    Fault.REFUSED,
    Fault.RESET,
    Fault.ERROR,
    Fault.REDIRECT,
    Fault.TLS,
    Fault.GONE,
)
HEALTHY: Final = 20 - len(SLOW) - len(QUICK)
RARELY: Final = 100 if LONG else 20


def generated() -> list[Alert]:
    """Return the alerts; one in some is critical."""
    return [
        alert(
            id=f"al_{n}",
            statement=f"st_{n}",
            sequence=n + 1,
            severity=Severity.NOTICE if n % RARELY else Severity.CRITICAL,
        )
        for n in range(COUNT)
    ]


class Good:
    """Healthy endpoints, one a path: they verify, now and then stumble, and keep only ids."""

    def __init__(self) -> None:
        """Begin with nothing received."""
        self.received: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.unverified = 0
        self._seen: set[str] = set()
        self._webhook = Webhook(SECRET)

    async def take(self, request: web.Request) -> web.Response:
        """Take one request."""
        body = await request.read()
        webhook_id = request.headers["webhook-id"]
        if webhook_id not in self._seen and hash(webhook_id) % 13 == 5:
            self._seen.add(webhook_id)
            return web.Response(status=502)
        try:
            self._webhook.verify(body.decode(), dict(request.headers))
        except Exception:  # noqa: BLE001 - whatever is wrong, it is not genuine
            self.unverified += 1
        event = orjson.loads(body)
        name = request.path.strip("/")
        self.received[name].add((webhook_id, event["data"]["id"]))
        return web.Response(status=204)


@contextlib.asynccontextmanager
async def configured(folder: Path, good: Good) -> AsyncIterator[Path]:
    """Run every endpoint, healthy and not; give the configuration that names them."""
    async with contextlib.AsyncExitStack() as stack:
        url = await stack.enter_async_context(serving(good.take))
        endpoints: list[dict[str, Any]] = [
            endpoint(folder, f"{url}good-{n}", id=f"good-{n}") for n in range(HEALTHY)
        ]
        for fault in (*QUICK, *SLOW):
            address = await stack.enter_async_context(failing(fault))
            rare = {"filters": {"min_severity": "critical"}} if fault in SLOW else {}
            endpoints.append(endpoint(folder, address, id=f"bad-{fault}", **rare))
        yield configuration(
            folder,
            endpoints=endpoints,
            service={
                "delivery": {
                    "allow_networks": ["127.0.0.0/8"],
                    "schedule": [0, 0.05, 0.05],
                    "jitter": 0.1,
                    "timeout": 3,
                    "longest_wait": 0.05,
                    # The breaker has tests of its own; here every try is to be made.
                    "breaker": {"failures": 1_000_000},
                }
            },
        )


async def killed_again_and_again(folder: Path, config: Path) -> Look:
    """Hand over the alerts, kill the service at random moments, and let it finish."""
    draw = random.Random(41)  # noqa: S311 - the same moments at each run, as far as they can be
    look = Look(folder / "store.db")
    log = folder / "run.log"
    store = Store(folder / "store.db")
    alerts = generated()
    share = -(-len(alerts) // (KILLS + 1))
    async with asyncio.timeout(PATIENCE):
        for number in range(KILLS + 1):
            batch = alerts[number * share : (number + 1) * share]
            appends = tuple((ALERTS.name, a.actor, encode(a)) for a in batch)
            store.commit(Commit(appends=appends), NOON)
            service = start(log, "run", "--config", config)
            try:
                if number == KILLS:
                    await until_idle(service, look)
                    break
                wanted = look.progress() + draw.randrange(1, share * 15)
                while look.progress() < wanted:  # noqa: ASYNC110 - another process works
                    await asyncio.sleep(0.01)
            finally:
                service.kill()
                await asyncio.to_thread(service.join)
    store.close()
    assert "Traceback" not in log.read_text("utf-8")
    return look


async def until_idle(service: Any, look: Look) -> None:  # noqa: ANN401 - a process
    """Wait until nothing waits any more."""
    while not look.idle():
        assert service.is_alive()
        await asyncio.sleep(0.1)


@pytest.fixture
def good() -> Good:
    """Return healthy endpoints."""
    return Good()


async def test_every_alert_arrives_or_stands_in_the_dead_letters(
    tmp_path: Path, good: Good
) -> None:
    """Killed again and again while endpoints fail in every way: nothing lost, nothing invented."""
    async with configured(tmp_path, good) as config:
        look = await killed_again_and_again(tmp_path, config)
    everything = {a.id for a in generated()}
    critical = {a.id for a in generated() if a.severity is Severity.CRITICAL}

    assert good.unverified == 0
    assert len(good.received) == HEALTHY
    for received in good.received.values():
        assert Counter(alert_id for _, alert_id in received) == Counter(everything)
    ids = [webhook_id for received in good.received.values() for webhook_id, _ in received]
    assert len(ids) == len(set(ids))

    dead: dict[str, list[str]] = defaultdict(list)
    for record in look.records("dead-letters"):
        letter = DeadLetter.model_validate(record)
        assert letter.topic == DELIVERIES.name
        dead[letter.key or ""].append(held_in(letter))
    assert {name: sorted(found) for name, found in dead.items()} == {
        **{f"bad-{fault}": sorted(everything) for fault in QUICK},
        **{f"bad-{fault}": sorted(critical) for fault in SLOW},
    }


def held_in(letter: DeadLetter) -> str:
    """Return the alert of a dead letter, after checking that it lists its tries."""
    delivery = delivery_of(letter)
    assert delivery is not None
    assert delivery.attempts or "410 Gone" in (delivery.reason or "")
    return delivery.alert
