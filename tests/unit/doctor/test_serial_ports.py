from patrol.doctor import serial_ports


def test_no_port_is_fine(tmp_path):
    (tmp_path / 'ttyS0').touch()
    assert serial_ports.check(tmp_path)[0].level == 'ok'


def test_a_port_that_may_not_be_opened_is_named(tmp_path):
    (tmp_path / 'ttyACM0').touch()
    (tmp_path / 'ttyUSB0').touch()
    (finding,) = serial_ports.check(tmp_path, lambda port: port.name != 'ttyUSB0')
    assert finding.level == 'error'
    assert 'ttyUSB0' in finding.sentence
    assert 'ttyACM0' not in finding.sentence
    assert 'dialout' in finding.cure


def test_ports_that_may_be_opened_are_fine(tmp_path):
    (tmp_path / 'ttyACM0').touch()
    assert serial_ports.check(tmp_path)[0].level == 'ok'
