from patrol.doctor import compiler


def only(*tools):
    return lambda name: f'/usr/bin/{name}' if name in tools else None


def test_gcc_and_gxx_or_their_generic_names_will_do():
    assert compiler.check(only('gcc', 'g++'))[0].level == 'ok'
    assert compiler.check(only('cc', 'c++'))[0].level == 'ok'


def test_what_is_missing_is_named():
    (finding,) = compiler.check(only('gcc'))
    assert finding.level == 'error'
    assert finding.sentence.startswith('g++ not found')
    assert 'install' in finding.cure
    assert compiler.check(only())[0].sentence.startswith('gcc and g++ not found')
