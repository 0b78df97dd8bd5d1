from patrol.drive.board_link import FINE
from patrol.drive.passing_fault import PassingFault
from patrol.vocabulary import Reason


def test_a_fault_is_held_and_passes():
    fault = PassingFault(0.5)
    assert fault.trouble(0.0) == FINE
    fault.note(Reason.CLOCK, 'odom', 1.0)
    assert fault.trouble(1.5) == (Reason.CLOCK, 'odom')
    assert fault.trouble(1.51) == FINE


def test_the_first_keeps_its_place_while_it_comes_again():
    fault = PassingFault(0.5)
    for step in range(20):
        fault.note(Reason.CLOCK, 'a', 0.1 * step)
        fault.note(Reason.IMU_INVALID, 'b', 0.1 * step)
    assert fault.trouble(2.0) == (Reason.CLOCK, 'a')
    fault.note(Reason.IMU_INVALID, 'b', 3.0)
    assert fault.trouble(3.0) == (Reason.IMU_INVALID, 'b')
