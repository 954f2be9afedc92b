"""E-mail and chat over real servers: the same outbox, retries and dead letters as webhooks."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from monitor.config.manners import Format, Mail
from monitor.delivery.sender import Target
from tests.support.making import delivery
from tests.support.sending import Desk


class Postbox:
    """Takes what it is handed, or answers as told."""

    def __init__(self, *answers: str) -> None:
        """Answer with each of ``answers`` in turn, then take everything."""
        self.answers = list(answers)
        self.letters: list[Envelope] = []
        self.users: list[str] = []

    async def handle_DATA(  # noqa: N802 - as the library calls it
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a letter."""
        if self.answers:
            return self.answers.pop(0)
        self.letters.append(envelope)
        return "250 taken"

    def authenticate(
        self,
        _server: SMTP,
        _session: Session,
        _envelope: Envelope,
        _mechanism: str,
        data: Any,  # noqa: ANN401 - as the library gives it
    ) -> AuthResult:
        """Let one user in."""
        self.users.append(data.login.decode())
        return AuthResult(success=data.password == b"hunter2")


@asynccontextmanager
async def postbox(box: Postbox, **settings: Any) -> AsyncIterator[int]:  # noqa: ANN401 - SMTP's own
    """Serve a postbox on a free loopback port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(box, hostname="localhost", loop=loop, **settings), "127.0.0.1", 0
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


def mailed(port: int, security: str = "none", word: str | None = None, **more: Any) -> Target:  # noqa: ANN401
    """Make a target that is told by e-mail."""
    mail = Mail.model_validate(
        {
            "host": "localhost",
            "port": port,
            "security": security,
            "from": "monitor@desk.example",
            "to": ["a@desk.example", "b@desk.example"],
            **more,
        }
    )
    return Target("", (), format=Format.EMAIL, mail=mail, password=word)


def certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate for localhost that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "cert.pem"
    pem.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


async def test_a_letter_arrives_once(tmp_path: Path) -> None:
    """Everybody on the list gets the alert, with the words and where they stand."""
    box = Postbox()
    desk = Desk(tmp_path, delivery())
    async with postbox(box) as port:
        await desk.send({"desk": mailed(port)})
    (letter,) = box.letters
    assert letter.rcpt_tos == ["a@desk.example", "b@desk.example"]
    assert b"Auto-Submitted: auto-generated" in bytes(letter.original_content or b"")
    (ended,) = desk.ended()
    assert ended.status == "delivered"


async def test_a_busy_server_is_asked_again(tmp_path: Path) -> None:
    """A temporary refusal is a failed try; the next one brings the letter under the same id."""
    box = Postbox("451 busy, come back")
    desk = Desk(tmp_path, delivery())
    async with postbox(box) as port:
        await desk.send({"desk": mailed(port)})
    (ended,) = desk.ended()
    assert [attempt.status for attempt in ended.attempts] == [451, 250]
    assert len(box.letters) == 1


async def test_a_lasting_refusal_ends_as_a_dead_letter(tmp_path: Path) -> None:
    """What no try brings there stands in the dead letters with the server's words."""
    box = Postbox(*["550 we do not want it"] * 3)
    desk = Desk(tmp_path, delivery())
    async with postbox(box) as port:
        await desk.send({"desk": mailed(port)})
    (dead,) = desk.dead()
    assert "550" in dead.reason
    assert "we do not want it" in dead.reason


async def test_a_private_mail_server_is_refused(tmp_path: Path) -> None:
    """A name that leads into the network behind us is not spoken to, and the attempt says why."""
    box = Postbox()
    desk = Desk(tmp_path, delivery())
    async with postbox(box) as port:
        await desk.send({"desk": mailed(port)}, allow=())
    assert box.letters == []
    (dead,) = desk.dead()
    assert "private or reserved" in dead.reason


async def test_no_password_goes_to_a_stranger(tmp_path: Path) -> None:
    """A server whose certificate nobody vouches for hears neither password nor letter."""
    box = Postbox()
    desk = Desk(tmp_path, delivery())
    context = certificate(tmp_path)
    settings = {"tls_context": context, "authenticator": box.authenticate, "auth_required": True}
    async with postbox(box, **settings) as port:
        wanted = mailed(port, "starttls", "hunter2", username="desk", password="env:MAIL")  # noqa: S106
        await desk.send({"desk": wanted})
    assert box.users == []
    assert box.letters == []
    (dead,) = desk.dead()
    assert "hunter2" not in dead.model_dump_json()


async def test_a_trusted_server_takes_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a certificate that the machine trusts, user and password are given, then the letter."""
    box = Postbox()
    desk = Desk(tmp_path, delivery())
    context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    settings = {"tls_context": context, "authenticator": box.authenticate, "auth_required": True}
    async with postbox(box, **settings) as port:
        wanted = mailed(port, "starttls", "hunter2", username="desk", password="env:MAIL")  # noqa: S106
        await desk.send({"desk": wanted})
    assert box.users == ["desk"]
    assert len(box.letters) == 1


@pytest.mark.parametrize(
    "form", [Format.SLACK, Format.TEAMS, Format.DISCORD, Format.MATTERMOST, Format.NTFY]
)
async def test_a_chat_service_that_is_busy_is_asked_again(tmp_path: Path, form: Format) -> None:
    """Chat goes the way of webhooks: 429 is waited out, then the same message comes."""
    bodies: list[dict[str, Any]] = []

    async def take(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        return web.Response(status=429 if len(bodies) == 1 else 200, headers={"Retry-After": "0"})

    app = web.Application()
    app.router.add_post("/{tail:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    desk = Desk(tmp_path, delivery())
    try:
        await desk.send({"desk": Target(f"http://127.0.0.1:{port}/hook/T0", (), format=form)})
    finally:
        await runner.cleanup()
    assert bodies[0] == bodies[1]
    (ended,) = desk.ended()
    assert [attempt.status for attempt in ended.attempts] == [429, 200]
