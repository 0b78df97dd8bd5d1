import pytest

from patrol.doctor import platform_support


def test_a_usual_machine_is_fine():
    assert platform_support.check('Linux', 'x86_64', ('glibc', '2.36'))[0].level == 'ok'


@pytest.mark.parametrize(
    ('machine', 'named'),
    [
        (('Linux', 'aarch64', ('glibc', '2.36')), 'aarch64'),
        (('Darwin', 'x86_64', ('', '')), 'Darwin'),
        (('Linux', 'x86_64', ('glibc', '2.27')), '2.27'),
        (('Linux', 'x86_64', ('', '')), 'another C library'),
    ],
)
def test_another_is_named(machine, named):
    (finding,) = platform_support.check(*machine)
    assert finding.level == 'error'
    assert named in finding.sentence
    assert 'Ubuntu 24.04' in finding.cure
