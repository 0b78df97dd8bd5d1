from patrol.doctor import gl


def test_a_drawn_picture_is_fine():
    (finding,) = gl.check(lambda: (True, 'egl'))
    assert finding.level == 'ok'
    assert 'egl' in finding.sentence


def test_a_failure_is_a_warning_with_the_packages():
    (finding,) = gl.check(lambda: (False, 'cannot load libEGL.so.1'))
    assert finding.level == 'warning'
    assert 'libEGL.so.1' in finding.sentence
    assert 'osmesa' in finding.cure


def test_a_back_end_that_does_not_exist_fails(monkeypatch):
    monkeypatch.setenv('MUJOCO_GL', 'crayons')
    works, words = gl.draw()
    assert not works
    assert words
