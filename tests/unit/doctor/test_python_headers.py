import sys

from patrol.doctor import python_headers


def test_headers_are_found_by_python_h(tmp_path):
    (finding,) = python_headers.check(str(tmp_path))
    assert finding.level == 'error'
    assert str(tmp_path) in finding.sentence
    (tmp_path / 'Python.h').touch()
    assert python_headers.check(str(tmp_path))[0].level == 'ok'


def test_the_package_is_of_the_python_that_asks(tmp_path, monkeypatch):
    monkeypatch.setattr('patrol.doctor.install_line.package_manager', lambda: 'apt')
    cure = python_headers.check(str(tmp_path))[0].cure
    assert cure == f'sudo apt install python3.{sys.version_info[1]}-dev'
