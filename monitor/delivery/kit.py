"""What all lanes share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import aiohttp

from monitor.clock import Clock
from monitor.delivery.health import Patience
from monitor.delivery.orders import Orders
from monitor.delivery.outbox import Outbox
from monitor.delivery.target import Target
from monitor.net.guard import Network


@dataclass(slots=True)
class Kit:
    """What all lanes share.

    Attributes:
        outbox: where deliveries wait.
        session: guarded HTTP.
        targets: endpoints by id; replaced when a secret is rotated.
        orders: what operators told us.
        schedule: seconds before each try.
        jitter: gives the share by which a wait is lengthened.
        concurrency: tries under way at one endpoint.
        patience: how long we put up with what.
        clock: the present.
        networks: private networks in which a mail server may stand.
    """

    outbox: Outbox
    session: aiohttp.ClientSession
    targets: Mapping[str, Target]
    orders: Orders
    schedule: Sequence[float]
    jitter: Callable[[], float]
    concurrency: int
    patience: Patience
    clock: Clock
    networks: Sequence[Network] = ()
