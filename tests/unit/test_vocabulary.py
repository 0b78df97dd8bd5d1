import math

from patrol.vocabulary import CURES, LINKS, Reason, flag, number, read_flag, read_number


def test_every_reason_has_a_cure_and_a_link():
    assert set(CURES) == set(Reason)
    assert set(LINKS) == set(Reason) - {Reason.NONE}
    assert all(CURES[reason] for reason in Reason if reason is not Reason.NONE)


def test_values_read_back_as_written():
    assert read_number(number(0.125)) == 0.125
    assert read_number(number(math.inf)) == math.inf
    assert math.isnan(read_number('no number'))
    assert read_flag(flag(True))
    assert not read_flag(flag(False))
    assert not read_flag('perhaps')
