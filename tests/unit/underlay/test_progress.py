import pytest
from progress import NotReady, diagnose, run_tool


@pytest.mark.parametrize(
    ('output', 'words'),
    [
        ('ERROR: [Errno 28] No space left on device', 'disk is full'),
        ('ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE', 'hash'),
        ('NewConnectionError: Temporary failure in name resolution', 'no network'),
        ('ERROR: No matching distribution found for numpy==2.4.6', 'no network'),
        ('something\nCMake Error: odd\n\n', 'CMake Error: odd'),
    ],
)
def test_the_words_of_a_tool_become_one_sentence(tmp_path, output, words):
    finding = diagnose('Installing', output, tmp_path / 'log')
    assert finding.level == 'error'
    assert words in finding.sentence
    assert '\n' not in finding.sentence
    assert 'log' in finding.cure


def test_a_failing_tool_raises_and_its_output_is_kept(tmp_path):
    log = tmp_path / 'log'
    heard = []
    with pytest.raises(NotReady, match='Trying failed: second'):
        run_tool(
            ['sh', '-c', 'echo first; echo second >&2; exit 3'],
            log, what='Trying', on_line=heard.append,
        )  # fmt: skip
    assert heard == ['first\n', 'second\n']
    assert 'first\nsecond\n' in log.read_text()


def test_a_tool_that_works_says_nothing(tmp_path):
    run_tool(['true'], tmp_path / 'log', what='Trying')
