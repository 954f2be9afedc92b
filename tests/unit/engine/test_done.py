"""Records that a stage has done are known again, and no others."""

from monitor.engine.done import Done


def test_nothing_is_done_at_first() -> None:
    """Not even the first record, whatever its time."""
    assert not Done.read(None).covers(0, 0.0)


def test_what_was_kept_covers_every_record_up_to_it() -> None:
    """Also those whose time was set back, as long as nothing newer was done."""
    done = Done.read(None).after(0, 100.0).after(1, 90.0)
    kept = Done.read(done.encode())
    assert kept == done == Done(1, 100.0)
    assert kept.covers(0, 100.0)
    assert kept.covers(1, 90.0)
    assert not kept.covers(2, 95.0)


def test_topic_that_was_made_again_is_read_from_its_first_record() -> None:
    """Its offsets were done before, its records were not; afterwards it is the one that counts."""
    done = Done(1000, 100.0)
    assert not done.covers(0, 200.0)
    again = done.after(0, 200.0)
    assert again.covers(0, 200.0)
    assert not again.covers(1, 200.5)
