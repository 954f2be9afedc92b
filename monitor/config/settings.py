"""What every part of the configuration has in common."""

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """Configuration read from a file: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
