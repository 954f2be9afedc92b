"""An event as an e-mail, handed to the operator's mail server.

SMTP itself is aiosmtplib's, an optional extra; the connection is ours, so that it is guarded.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from importlib.util import find_spec

from monitor.config.manners import Mail, Security
from monitor.delivery.chat import web_link
from monitor.delivery.render import note_of
from monitor.errors import ConfigurationError
from monitor.net.connect import connect
from monitor.net.guard import Network
from schemas.delivery import Delivery

_ACCEPTED = 250  # RFC 5321, 4.2.3


def require_mail() -> None:
    """Make sure that what sends e-mail is installed.

    Raises:
        ConfigurationError: it is not; the message says how to get it.
    """
    if find_spec("aiosmtplib") is None:
        raise ConfigurationError(["format email needs the extra: pip install news-monitor[email]"])


def letter(mail: Mail, delivery: Delivery, at: datetime) -> EmailMessage:
    """Write an event as plain text.

    Message-ID is the delivery's: the same on every try, so that a mailbox can tell a repetition.
    """
    note = note_of(delivery.payload)
    message = EmailMessage()
    message["Subject"] = note.heading
    message["From"] = mail.from_
    message["To"] = ", ".join(mail.to)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{delivery.id}@{mail.from_.rpartition('@')[2]}>"
    # RFC 3834: no out-of-office answers to a machine.
    message["Auto-Submitted"] = "auto-generated"
    link = web_link(note.link)
    body = [note.heading, "", *note.lines, *(["", link] if link else [])]
    message.set_content("\n".join(body) + "\n")
    return message


async def send_mail(
    mail: Mail,
    password: str | None,
    message: EmailMessage,
    *,
    networks: Iterable[Network],
    timeout: float,  # noqa: ASYNC109 - of the whole try, as for a webhook
) -> tuple[int, str | None]:
    """Hand a message to the server; return its reply code, and its words where it refused.

    Raises:
        OSError: the server cannot be reached, or its certificate is not trusted.
        TimeoutError: it did not answer in time.
    """
    import aiosmtplib  # noqa: PLC0415 - optional: `require_mail` was asked before

    async with asyncio.timeout(timeout):
        opened = await connect(mail.host, mail.door, networks)
        client = aiosmtplib.SMTP(
            hostname=mail.host,
            sock=opened,
            use_tls=mail.security is Security.TLS,
            start_tls=mail.security is Security.STARTTLS,
            username=mail.username,
            password=password,
            timeout=timeout,
        )
        try:
            async with client:
                refused, _ = await client.send_message(message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            first = error.recipients[0]
            return first.code, first.message
        except aiosmtplib.SMTPResponseException as error:
            return error.code, error.message
        except aiosmtplib.SMTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            opened.close()
    if refused:
        # Some of the addressees have it; telling all of them again would be worse.
        return _ACCEPTED, f"{len(refused)} of {len(mail.to)} addresses refused"
    return _ACCEPTED, None
