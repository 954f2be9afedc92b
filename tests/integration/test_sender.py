"""The sender against real endpoints, good and bad."""

import asyncio
import base64
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest
from aiohttp import web

from monitor.stages.codec import decode
from monitor.testing.receiver import Receiver
from monitor.topics import DELIVERIES
from schemas.delivery import Delivery, DeliveryStatus
from tests.support.making import delivery
from tests.support.sending import Desk, target
from tests.support.web import refusing, resetting, serving


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Run a receiver that verifies what it gets."""
    async with Receiver() as running:
        yield running


async def sent(folder: Path, url: str, **options: object) -> Delivery:
    """Send one delivery to an address; return how it ended."""
    desk = Desk(folder, delivery())
    await desk.send({"desk": target(url)}, **options)  # type: ignore[arg-type]
    (ended,) = desk.ended()
    desk.store.close()
    return ended


async def test_alert_arrives_signed(tmp_path: Path, receiver: Receiver) -> None:
    """A subscriber gets the alert and can verify who sent it."""
    desk = Desk(tmp_path, delivery())
    await desk.send({"desk": target(receiver.url, receiver.secret)})
    (got,) = receiver.received
    assert (got.verified, got.id) == (True, "dl_1")
    assert got.event["data"]["id"] == "al_of_dl_1"
    desk.store.close()


async def test_delivered_leaves_the_outbox_with_a_receipt(
    tmp_path: Path, receiver: Receiver
) -> None:
    """What arrived is on record and is not sent again."""
    desk = Desk(tmp_path, delivery())
    await desk.send({"desk": target(receiver.url, receiver.secret)})
    await desk.send({"desk": target(receiver.url, receiver.secret)})
    assert [d.status for d in desk.ended()] == [DeliveryStatus.DELIVERED]
    assert (desk.store.waiting(), len(receiver.received)) == (0, 1)
    desk.store.close()


async def test_wrong_secret_is_noticed_by_the_receiver(tmp_path: Path, receiver: Receiver) -> None:
    """A subscriber with another secret refuses, and the record says with what."""
    ended = await sent(tmp_path, receiver.url)
    assert [a.status for a in ended.attempts] == [HTTPStatus.UNAUTHORIZED] * 3
    assert not any(got.verified for got in receiver.received)


async def test_retried_under_the_same_id(tmp_path: Path, receiver: Receiver) -> None:
    """After errors the same alert comes again under the same id, until it is taken."""
    receiver.answer = lambda n: 500 if n < 2 else 200
    desk = Desk(tmp_path, delivery())
    await desk.send({"desk": target(receiver.url, receiver.secret)})
    assert [got.id for got in receiver.received] == ["dl_1"] * 3
    assert len({str(got.event) for got in receiver.received}) == 1
    assert all(got.verified for got in receiver.received)
    (ended,) = desk.ended()
    assert [a.status for a in ended.attempts] == [500, 500, 200]
    desk.store.close()


async def test_what_waits_for_its_turn_is_not_sent_to_who_is_gone(
    tmp_path: Path, receiver: Receiver
) -> None:
    """Deliveries that wait for the endpoint's rate ask once more before they go."""
    receiver.answer = lambda _: HTTPStatus.GONE
    desk = Desk(tmp_path, *(delivery(f"dl_{n}") for n in range(4)))
    slow = replace(target(receiver.url, receiver.secret), rate=5.0)
    await desk.send({"desk": slow})
    assert len(receiver.received) == 1
    assert [d.status for d in desk.ended()] == [DeliveryStatus.EXHAUSTED] * 4
    desk.store.close()


async def test_exhausted_becomes_a_dead_letter(tmp_path: Path, receiver: Receiver) -> None:
    """An endpoint that fails at every try leaves a dead letter that holds the delivery whole."""
    receiver.answer = lambda _: 503
    desk = Desk(tmp_path, delivery())
    await desk.send({"desk": target(receiver.url, receiver.secret)})
    (dead,) = desk.dead()
    assert dead.reason == "endpoint desk: 3 tries failed, last: HTTP 503"
    whole = decode(DELIVERIES, base64.b64decode(dead.value))
    assert isinstance(whole, Delivery)
    assert [a.status for a in whole.attempts] == [503] * 3
    assert desk.store.waiting() == 0
    desk.store.close()


async def test_body_of_an_error_is_recorded(tmp_path: Path) -> None:
    """What the endpoint says about its failure helps whoever looks into it."""

    async def complain(_request: web.Request) -> web.Response:
        return web.Response(status=422, text="field “x” is missing\r\n" + "y" * 100_000)

    async with serving(complain) as url:
        ended = await sent(tmp_path, url, schedule=(0.0,))
    error = ended.attempts[0].error
    assert error is not None
    assert "is missing" in error
    assert len(error) < 1000
    assert error.isascii()
    assert "\n" not in error


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_not_followed(tmp_path: Path, receiver: Receiver, status: int) -> None:
    """An endpoint cannot send our alerts, signed, to somebody else."""

    async def elsewhere(_request: web.Request) -> web.Response:
        return web.Response(status=status, headers={"location": receiver.url})

    async with serving(elsewhere) as url:
        ended = await sent(tmp_path, url, schedule=(0.0,))
    assert [a.status for a in ended.attempts] == [status]
    assert ended.status is DeliveryStatus.EXHAUSTED
    assert receiver.received == []


async def test_refused_connection_is_recorded(tmp_path: Path) -> None:
    """An endpoint that is down is on record with the reason."""
    ended = await sent(tmp_path, await refusing(), schedule=(0.0,))
    (attempt,) = ended.attempts
    assert attempt.status is None
    assert attempt.error is not None
    assert "connect" in attempt.error.lower()


async def test_reset_connection_is_recorded(tmp_path: Path) -> None:
    """An endpoint that hangs up is on record with the reason."""
    async with resetting() as url:
        ended = await sent(tmp_path, url, schedule=(0.0,))
    assert ended.attempts[0].status is None
    assert ended.attempts[0].error


async def test_slow_endpoint_is_given_up(tmp_path: Path) -> None:
    """An endpoint that never answers costs one timeout and is on record."""
    never = asyncio.Event()

    async def wait(_request: web.Request) -> web.Response:
        await never.wait()
        return web.Response()

    async with serving(wait) as url:
        ended = await sent(tmp_path, url, schedule=(0.0,), timeout=0.2)
        never.set()
    assert ended.attempts[0].error == "no answer in time"


async def test_private_address_is_recorded_as_refused(tmp_path: Path, receiver: Receiver) -> None:
    """An endpoint on our own network is not called; the record says why."""
    ended = await sent(tmp_path, receiver.url, schedule=(0.0,), allow=())
    error = ended.attempts[0].error
    assert error == "address 127.0.0.1 is private or reserved: refused"
    assert receiver.received == []


async def test_unknown_endpoint_fails_its_tries(tmp_path: Path) -> None:
    """A delivery to an endpoint that was removed ends as a dead letter, and blocks nothing."""
    desk = Desk(tmp_path, delivery(endpoint="gone"))
    await desk.send({})
    (dead,) = desk.dead()
    assert "the endpoint is not configured" in dead.reason
    desk.store.close()


async def test_slow_endpoint_does_not_delay_another(tmp_path: Path) -> None:
    """While one endpoint does not answer, another gets all of its alerts."""
    release = asyncio.Event()
    order: list[str] = []

    async def slow(_request: web.Request) -> web.Response:
        await release.wait()
        order.append("slow")
        return web.Response()

    async def fast(_request: web.Request) -> web.Response:
        order.append("fast")
        if order.count("fast") == 12:
            release.set()
        return web.Response()

    waiting = [delivery(f"dl_a{n}", "a-slow") for n in range(3)]
    waiting += [delivery(f"dl_b{n}", "b-fast") for n in range(12)]
    desk = Desk(tmp_path, *waiting)
    async with serving(slow) as one, serving(fast) as two:
        await desk.send({"a-slow": target(one), "b-fast": target(two)})
    assert order == ["fast"] * 12 + ["slow"] * 3
    assert {d.status for d in desk.ended()} == {DeliveryStatus.DELIVERED}
    desk.store.close()


async def test_tries_under_way_are_bounded(tmp_path: Path) -> None:
    """An endpoint sees no more requests at a time than configured."""
    under_way, most = 0, 0

    async def count(_request: web.Request) -> web.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return web.Response()

    desk = Desk(tmp_path, *(delivery(f"dl_{n}") for n in range(20)))
    async with serving(count) as url:
        await desk.send({"desk": target(url)}, concurrency=2)
    assert len(desk.ended()) == 20
    assert most <= 2
    desk.store.close()


async def test_credentials_in_an_address_are_told_to_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """User and password in an endpoint's address reach neither log, receipt nor dead letter."""
    caplog.set_level(logging.DEBUG)
    url = (await refusing()).replace("http://", "http://somebody:hunter2@") + "?token=topsecret"
    desk = Desk(tmp_path, delivery())
    await desk.send({"desk": target(url)})
    told = caplog.text + "".join(capfd.readouterr())
    told += "".join(d.model_dump_json() for d in (*desk.ended(), *desk.dead()))
    assert caplog.records
    assert "hunter2" not in told
    assert "topsecret" not in told
    desk.store.close()


async def test_answer_that_is_no_http_is_recorded(tmp_path: Path) -> None:
    """An endpoint that talks something else is a failed try like any other."""

    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        ended = await sent(tmp_path, f"http://{host}:{port}/", schedule=(0.0,))
    assert ended.attempts[0].status is None
    assert ended.attempts[0].error


async def test_later_try_waits_for_its_time(tmp_path: Path, receiver: Receiver) -> None:
    """A failed delivery stays in the outbox, not due, until its schedule says so."""
    receiver.answer = lambda _: 500
    desk = Desk(tmp_path, delivery())
    await desk.send({"desk": target(receiver.url, receiver.secret)}, (0.0, 3600.0))
    assert (len(receiver.received), desk.store.waiting()) == (1, 1)
    assert desk.ended() == []
    desk.store.close()
