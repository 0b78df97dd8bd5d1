import pytest

from patrol.doctor import system_clock

WRITTEN = 1_800_000_000.0


@pytest.mark.parametrize(
    ('now', 'level'),
    [
        (0.0, 'error'),
        (WRITTEN - 3600, 'error'),
        (WRITTEN - 60, 'ok'),
        (WRITTEN + 1e7, 'ok'),
    ],
)
def test_the_clock_is_compared_with_the_files(now, level):
    assert system_clock.check(now, WRITTEN)[0].level == level


def test_the_cure_sets_the_clock():
    assert 'timedatectl' in system_clock.check(0.0, WRITTEN)[0].cure
