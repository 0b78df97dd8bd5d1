from patrol.drive.wheel_watch import WheelWatch


def drive(watch, seconds, *, wanted=(5.0, 5.0), speed=(5.0, 5.0), start=(0.0, 0.0)):
    position = list(start)
    for _ in range(round(seconds / 0.02)):
        position = [p + 0.02 * s for p, s in zip(position, speed, strict=True)]
        watch.look(0.02, (position[0], position[1]), wanted)
    return position


def test_turning_wheels_are_fine():
    watch = WheelWatch()
    drive(watch, 5.0)
    assert watch.stuck == ''


def test_each_side_is_named():
    for speed, name in (
        ((0.0, 5.0), 'encoder_left'),
        ((5.0, 0.0), 'encoder_right'),
        ((0.0, 0.0), 'encoder_left encoder_right'),
    ):
        watch = WheelWatch()
        drive(watch, 1.0, speed=speed)
        assert watch.stuck == name


def test_a_start_takes_time_and_standing_is_no_fault():
    watch = WheelWatch()
    drive(watch, 0.3, speed=(0.0, 0.0))
    drive(watch, 5.0, wanted=(0.0, 0.0), speed=(0.0, 0.0))
    assert watch.stuck == ''


def test_it_stays_until_reset():
    watch = WheelWatch()
    drive(watch, 1.0, speed=(0.0, 5.0))
    drive(watch, 1.0, wanted=(0.0, 0.0), speed=(0.0, 0.0))
    assert watch.stuck == 'encoder_left'
    watch.reset()
    assert watch.stuck == ''
