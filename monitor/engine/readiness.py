"""What keeps the service from being ready."""


class Readiness:
    """Collects reasons by who has them; ready when nobody has any. Good from any thread."""

    def __init__(self) -> None:
        """Begin as ready; whoever starts something holds it until that is done."""
        self._held: dict[str, str] = {}

    def hold(self, who: str, reason: str) -> None:
        """Be unready for a reason, which replaces the last one of the same ``who``."""
        self._held[who] = reason

    def release(self, who: str) -> None:
        """Drop the reason of ``who``."""
        self._held.pop(who, None)

    def is_held(self, who: str) -> bool:
        """Tell whether ``who`` has a reason."""
        return who in self._held

    def reasons(self) -> list[str]:
        """Return a line for each reason; none when ready."""
        return [f"{who}: {reason}" for who, reason in sorted(self._held.copy().items())]
