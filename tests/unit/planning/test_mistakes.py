from pathlib import Path

import pytest

from patrol.errors import UserError
from patrol.planning.mistakes import Mistakes, read_text


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines():
    mistakes = Mistakes(Path('a.yaml'))
    mistakes.raise_any()
    mistakes.add(7, 'second')
    mistakes.add(2, 'first')
    mistakes.add(7, 'second')
    with pytest.raises(UserError) as caught:
        mistakes.raise_any()
    assert str(caught.value) == 'a.yaml:2: first\na.yaml:7: second'
    assert caught.value.line == 2


def test_a_file_that_cannot_be_read_is_a_user_error(tmp_path):
    with pytest.raises(UserError, match='cannot read this route: No such file'):
        read_text(tmp_path / 'none.yaml', 'route')
    with pytest.raises(UserError, match='cannot read'):
        read_text(tmp_path, 'route')
    binary = tmp_path / 'b.yaml'
    binary.write_bytes(b'\xff\xfe\x00')
    with pytest.raises(UserError, match='not a text file'):
        read_text(binary, 'route')
