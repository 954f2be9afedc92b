"""Reads the shipped model. Extraction itself opens no file: whoever starts it passes the model."""

from functools import cache
from importlib.resources import files

from monitor.language.model import Model

MODEL_NAME = "statements.model"


@cache
def load_model() -> Model:
    """Read the model that ships with the package."""
    return Model.from_bytes(files("monitor.language").joinpath(MODEL_NAME).read_bytes())
