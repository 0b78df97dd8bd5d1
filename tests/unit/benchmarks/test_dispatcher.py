import json

import pytest
from benchmarks import __main__ as dispatcher


@pytest.fixture
def benchmarks(tmp_path, monkeypatch):
    """Plant benchmarks; their modules must have names of their own in this process."""
    monkeypatch.setattr(dispatcher, 'HERE', tmp_path)
    monkeypatch.setattr(dispatcher, 'RESULTS', tmp_path / 'results')
    monkeypatch.setattr('benchmarks.__path__', [str(tmp_path)])

    def plant(name, body):
        (tmp_path / f'{name}.py').write_text(body)
        return tmp_path / 'results' / f'{name}.json'

    return plant


def test_returned_figures_are_the_last_line_and_kept(benchmarks, capsys):
    kept = benchmarks('planted_fast', 'def main():\n    print("busy")\n    return {"x_ms": 1.5}\n')
    assert dispatcher.main(['planted_fast']) == 0
    assert capsys.readouterr().out.splitlines()[-1] == '{"x_ms": 1.5}'
    assert json.loads(kept.read_text()) == {'x_ms': 1.5}


def test_a_printed_object_will_do(benchmarks):
    kept = benchmarks('planted_loud', 'def main():\n    print("a")\n    print(\'{"y": 2}\')\n')
    assert dispatcher.main(['planted_loud']) == 0
    assert json.loads(kept.read_text()) == {'y': 2}


def test_an_unknown_name_lists_those_there_are(benchmarks, capsys):
    benchmarks('planted_one', 'def main():\n    return {}\n')
    benchmarks('helper', 'X = 1\n')
    assert dispatcher.names() == ['planted_one']
    assert dispatcher.main(['cor']) == 2
    assert 'no benchmark cor; there are: planted_one' in capsys.readouterr().err
