import pytest

from patrol.doctor import python_version


@pytest.mark.parametrize('version', [(3, 11, 0), (3, 12, 7), (3, 13, 1)])
def test_a_supported_python_is_fine(version):
    assert [f.level for f in python_version.check(version)] == ['ok']


@pytest.mark.parametrize('version', [(3, 10, 13), (3, 14, 0), (2, 7, 18)])
def test_another_python_is_named_with_those_that_do(version):
    (finding,) = python_version.check(version)
    assert finding.level == 'error'
    assert '.'.join(map(str, version)) in finding.sentence
    assert '3.11 to 3.13' in finding.sentence
    assert 'PATROL_PYTHON' in finding.cure
