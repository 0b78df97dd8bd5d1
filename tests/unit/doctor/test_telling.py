import io
import json

from patrol.doctor.finding import error, ok, warning
from patrol.doctor.telling import tell, tell_json

FINDINGS = [ok('a', 'Fine.'), warning('b', 'Slow.', 'wait'), error('c', 'Gone.', 'fetch it')]


def told(how, findings):
    out = io.StringIO()
    how(findings, out)
    return out.getvalue()


def test_a_cure_stands_below_its_finding():
    text = told(tell, FINDINGS)
    assert 'ERROR  c: Gone.\n           cure: fetch it\n' in text
    assert text.endswith('1 error(s), 1 warning(s).\n')
    assert told(tell, FINDINGS[:1]).endswith('Nothing is wrong.\n')


def test_json_holds_every_finding():
    document = json.loads(told(tell_json, FINDINGS))
    assert document['healthy'] is False
    assert [finding['level'] for finding in document['findings']] == ['ok', 'warning', 'error']
    assert json.loads(told(tell_json, FINDINGS[:2]))['healthy'] is True
