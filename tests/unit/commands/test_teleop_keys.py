from patrol.commands.teleop_keys import HOLD, SPEED, TURN, KeyDriver, split_keys


def test_a_key_that_is_let_go_stops_the_car():
    driver = KeyDriver()
    driver.press('w', 10.0)
    assert driver.velocity(10.0 + HOLD) == (SPEED * driver.scale, 0.0)
    assert driver.velocity(10.0 + HOLD + 0.01) == (0.0, 0.0)


def test_a_held_key_goes_on():
    driver = KeyDriver()
    for tick in range(100):
        driver.press('a', tick * 0.05)
        assert driver.velocity(tick * 0.05) == (0.0, TURN * driver.scale)


def test_every_other_key_stops():
    for key in ' zö':
        driver = KeyDriver()
        driver.press('w', 0.0)
        assert driver.press(key, 0.1)
        assert driver.velocity(0.1) == (0.0, 0.0)


def test_the_end_stops_too():
    for key in ('x', '\x03', '\x04'):
        driver = KeyDriver()
        driver.press('w', 0.0)
        assert not driver.press(key, 0.1)
        assert driver.velocity(0.1) == (0.0, 0.0)


def test_the_scale_has_ends():
    driver = KeyDriver()
    for _ in range(20):
        driver.press('+', 0.0)
    assert driver.scale == 1.0
    for _ in range(20):
        driver.press('-', 0.0)
    assert driver.scale == 0.1


def test_arrows_and_letters():
    assert list(split_keys('w\x1b[A\x1b[Bx')) == ['w', 'w', 's', 'x']
    assert list(split_keys('')) == []
