from patrol.nodes.pace import CATCH_UP, Pace, Watched

ALONE = ()
CHAIN = (Watched('wheels', 0.06, 0.1),)


def run(pace, *, seconds, real=0.0, stamp=1.0, cost=0.0):
    """Let time pass as the simulator does; return the real time at the end."""
    end = stamp + seconds
    while stamp < end - 1e-9:
        wait = pace.wait(stamp, real)
        if wait > 0.0:
            real += wait
        else:
            stamp += 0.01
            real += cost
    return real


def test_not_faster_than_asked():
    assert abs(run(Pace(1.0, ALONE), seconds=10.0) - 10.0) < 0.02
    assert abs(run(Pace(5.0, ALONE), seconds=10.0) - 2.0) < 0.02


def test_a_short_pause_is_made_up_for_and_a_long_one_is_not():
    pace = Pace(1.0, ALONE)
    real = run(pace, seconds=1.0)
    real = run(pace, seconds=1.0, stamp=2.0, real=real + 0.9 * CATCH_UP)
    assert abs(real - 2.0) < 0.02
    real = run(pace, seconds=1.0, stamp=3.0, real=real + 3.0)
    assert abs(real - (6.0 - CATCH_UP)) < 0.03


def test_time_waits_for_a_chain_that_is_late():
    pace = Pace(1000.0, CHAIN)
    pace.hear('wheels', 1.0, 0.0)
    assert pace.wait(1.05, 0.01) == 0.0
    assert 0.07 < pace.wait(1.07, 0.02) <= 0.1
    pace.hear('wheels', 1.06, 0.05)
    assert pace.wait(1.07, 0.05) == 0.0


def test_time_does_not_wait_for_the_dead_or_the_unborn():
    pace = Pace(1000.0, CHAIN)
    assert pace.wait(5.0, 1.0) == 0.0
    pace.hear('wheels', 5.0, 1.0)
    assert pace.wait(5.5, 1.05) > 0.0
    assert pace.wait(5.5, 1.11) == 0.0


def test_a_lease_is_waited_for_once_it_was_heard():
    pace = Pace(1000.0, ALONE)
    assert pace.wait(1.0, 0.0) == 0.0
    pace.hear_lease('localization', 1.0, 0.0)
    assert pace.wait(1.1, 0.01) == 0.0
    assert pace.wait(1.2, 0.01) > 0.0
    pace.hear_lease('localization', 1.3, 0.02)
    assert pace.wait(1.3, 0.02) == 0.0


def test_the_factor_counts_from_where_it_is_told_to():
    pace = Pace(1.0, ALONE)
    pace.wait(1.0, 0.0)
    assert pace.factor(3.0, 4.0) == 0.5
    pace.restart_measurement(3.0, 4.0)
    assert pace.factor(5.0, 6.0) == 1.0
    assert pace.factor(5.0, 4.0) == 0.0
