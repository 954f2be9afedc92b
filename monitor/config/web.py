"""Where the service tells how it is."""

from typing import Annotated, Final

from pydantic import Field

from monitor.config.settings import Settings

DEFAULT_PORT: Final = 8088

Port = Annotated[int, Field(ge=0, le=65535)]


class Web(Settings):
    """The address of `/healthz`, `/readyz` and `/metrics`, and of the alerts where they are served.

    Nobody is asked for a password, so nobody but this machine is answered unless told otherwise.
    """

    host: str = "127.0.0.1"
    port: Port | None = Field(
        default=None, description="No port, no pages; 0 takes any that is free."
    )
