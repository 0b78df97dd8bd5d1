import pytest

from patrol.doctor import venv_module


@pytest.mark.parametrize('missing', ['venv', 'ensurepip'])
def test_both_modules_are_needed(missing):
    (finding,) = venv_module.check(lambda name: None if name == missing else object())
    assert finding.level == 'error'
    assert finding.cure


def test_with_both_all_is_well():
    assert venv_module.check(lambda _: object())[0].level == 'ok'
