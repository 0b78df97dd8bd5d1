from patrol.doctor.checks import guarded, machine_findings
from patrol.doctor.finding import ERROR, OK


def test_a_check_that_fails_itself_does_not_end_the_others():
    def broken():
        raise ZeroDivisionError('planted')

    (finding,) = guarded('gl', broken)
    assert finding.level == 'warning'
    assert 'planted' in finding.sentence


def test_every_finding_that_is_not_ok_has_a_cure():
    findings = machine_findings()
    assert {finding.check for finding in findings} >= {'python', 'underlay', 'gl', 'clock'}
    for finding in findings:
        assert finding.sentence.endswith('.')
        assert bool(finding.cure) == (finding.level != OK)
        assert finding.level != ERROR or finding.cure
