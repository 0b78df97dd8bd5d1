from patrol.doctor import make


def test_make_is_looked_for():
    assert make.check(lambda _: '/usr/bin/make')[0].level == 'ok'
    (finding,) = make.check(lambda _: None)
    assert finding.level == 'warning'
    assert 'make' in finding.cure
