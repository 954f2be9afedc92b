"""From the topics that a broker has to those that it should have: pure decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from monitor.engine.kafka_admin import Found, TopicPlan


@dataclass(frozen=True, slots=True)
class Step:
    """What one topic needs.

    Attributes:
        create: it is missing.
        widen: it needs more partitions.
        settings: what changes, as (name, from, to).
        refused: why it cannot be brought there; nothing of it is done then.
    """

    plan: TopicPlan
    create: bool = False
    widen: bool = False
    settings: tuple[tuple[str, str, str], ...] = ()
    refused: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Say it for people."""
        name = self.plan.name
        if self.create:
            return [f"create  {name} ({self.plan.partitions} partitions)"]
        lines = [f"REFUSED {name}: {reason}" for reason in self.refused]
        if self.widen:
            lines.append(f"widen   {name} to {self.plan.partitions} partitions")
        return lines + [f"set     {name}: {key} {old} → {new}" for key, old, new in self.settings]


def migrate(
    plans: Iterable[TopicPlan],
    found: Mapping[str, Found],
    replication: int,
    *,
    empty: bool,
) -> list[Step]:
    """Return what each topic needs that is not as it should be.

    Args:
        plans: what should be.
        found: what the broker has, by name.
        replication: copies of each partition.
        empty: no state has been kept yet. With state, another count of partitions would part keys
            from what is known of them.
    """
    steps = [
        Step(plan, create=True)
        if plan.name not in found
        else _step(plan, found[plan.name], replication, empty=empty)
        for plan in plans
    ]
    return [step for step in steps if step.lines()]


def _step(plan: TopicPlan, found: Found, replication: int, *, empty: bool) -> Step:
    refused = []
    widen = found.partitions < plan.partitions
    if found.partitions > plan.partitions:
        refused.append(
            f"has {found.partitions} partitions and cannot shrink to {plan.partitions};"
            " set kafka.partitions to what is there or take another kafka.prefix"
        )
    if widen and not empty:
        refused.append(
            f"has {found.partitions} partitions and keeps state by them: {plan.partitions} would"
            " part actors from their history; take another kafka.prefix"
        )
    if found.replication < replication:
        refused.append(
            f"has {found.replication} replicas, not {replication}:"
            " move them with the broker's own kafka-reassign-partitions"
        )
    return Step(
        plan,
        widen=widen and not refused,
        settings=tuple(
            (key, found.settings.get(key, "unset"), value)
            for key, value in sorted(plan.configs.items())
            if found.settings.get(key) != value
        ),
        refused=tuple(refused),
        own={key: found.settings[key] for key in found.own},
    )
