"""Errors. The docstring or message of each is what its user reads."""


class NewsMonitorError(Exception):
    """Something that a user can put right; the message is one clear line."""


class ConfigurationError(NewsMonitorError):
    """A configuration file cannot be used.

    Args:
        problems: one line for each thing wrong, with file, line and column.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class InputError(NewsMonitorError):
    """A file given to replay or extract cannot be read as an article."""


class UnreadableRecordError(NewsMonitorError):
    """A record on a topic is not what its schema says."""


class DeadLetterLimitError(NewsMonitorError):
    """Too many records in a row could not be processed, so the fault is likely ours: stopped."""


class EngineError(NewsMonitorError):
    """The engine cannot work: its store or its broker is away."""
