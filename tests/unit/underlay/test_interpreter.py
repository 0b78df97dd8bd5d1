import pytest
from interpreter import find_interpreter, version_of
from progress import NotReady


@pytest.fixture
def pythons(tmp_path, monkeypatch):
    """Put pretended Pythons on PATH, alone: name -> version, None for one that fails."""
    monkeypatch.delenv('PATROL_PYTHON', raising=False)

    def plant(**versions):
        for name, version in versions.items():
            path = tmp_path / name.replace('_', '.')
            words = 'exit 127' if version is None else f'echo {version} {path}'
            path.write_text(f'#!/bin/sh\n{words}\n')
            path.chmod(0o755)
        monkeypatch.setenv('PATH', str(tmp_path))
        return tmp_path

    return plant


def test_python3_is_taken_when_it_suits(pythons):
    folder = pythons(python3='3 13', python3_12='3 12')
    assert find_interpreter() == str(folder / 'python3')


def test_an_old_python3_and_a_shim_that_fails_are_passed_over(pythons):
    folder = pythons(python3='3 9', python3_12=None, python3_13=None, python3_11='3 11')
    assert find_interpreter() == str(folder / 'python3.11')
    assert version_of('python3.12') is None


def test_when_none_suits_each_is_named(pythons):
    pythons(python3='3 9', python3_12=None)
    with pytest.raises(NotReady, match=r'python3 is 3\.9, no python3\.12') as caught:
        find_interpreter()
    assert 'PATROL_PYTHON' in caught.value.findings[0].cure


def test_the_chosen_python_is_the_only_candidate(pythons, monkeypatch):
    folder = pythons(python3='3 12', mine='3 10')
    monkeypatch.setenv('PATROL_PYTHON', str(folder / 'mine'))
    with pytest.raises(NotReady, match=r'mine is 3\.10'):
        find_interpreter()


def test_noble_wants_a_python_that_its_numpy_has(pythons):
    folder = pythons(python3='3 13', python3_12='3 12')
    python = find_interpreter(lambda version: version in ((3, 11), (3, 12)), '3.11 or 3.12')
    assert python == str(folder / 'python3.12')
