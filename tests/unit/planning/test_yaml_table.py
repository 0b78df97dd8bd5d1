import pytest

from patrol.errors import UserError
from patrol.planning.mistakes import Mistakes
from patrol.planning.yaml_table import load_table


def table_of(tmp_path, text):
    file = tmp_path / 't.yaml'
    file.write_text(text)
    mistakes = Mistakes(file)
    return load_table(file, 'thing', mistakes), mistakes


def told(mistakes):
    return [(m.line, m.message) for m in mistakes.found]


def test_values_come_back_with_their_type(tmp_path):
    table, mistakes = table_of(tmp_path, 'a: 1\nb: [1, 2.5]\nc: word\nd: true\ne: [{x: 3}]\n')
    assert table.integer('a', 0, 0, 5) == 1
    assert table.number('a', 0.0, 0.0, 5.0) == 1.0
    assert table.numbers('b', (2, 3)) == [1.0, 2.5]
    assert table.text('c') == 'word'
    assert table.flag('d') is True
    assert table.flag('a') is True
    assert [row.number('x', 0.0, 0.0, 9.0) for row in table.tables('e', 'row')] == [3.0]
    assert table.number('missing', 4.5, 0.0, 9.0) == 4.5
    assert table.line_of('c') == 3
    assert mistakes.found == ()


@pytest.mark.parametrize(
    ('text', 'line', 'words'),
    [
        ('a: word', 1, "'a' must be a number, not text 'word'"),
        ('a: .nan', 1, "'a' must be finite, not nan"),
        ('a: .inf', 1, "'a' must be finite, not inf"),
        ('a: 1e999', 1, "not text '1e999'"),
        ('a: true', 1, "'a' must be a number, not yes/no 'True'"),
        ('x: 1\na: 99', 2, "'a' is 99, allowed is 0 .. 9"),
        ('a: [1]', 1, "'a' must be a number, not a list of 1"),
        ('a:', 1, "'a' is empty"),
        ('a: 1\na: 2', 2, "key 'a' is given twice (first in line 1)"),
        ('[1]: 2', 1, 'a key of a thing must be text'),
        ('a: 2026-13-45', 1, "'a' cannot be read"),
    ],
)
def test_each_mistake_names_line_and_key(tmp_path, text, line, words):
    table, mistakes = table_of(tmp_path, text)
    table.number('a', 0.0, 0.0, 9.0)
    assert [m.line for m in mistakes.found] == [line]
    assert words in mistakes.found[0].message


def test_other_types(tmp_path):
    table, mistakes = table_of(tmp_path, 'a: 1.5\nb: [1, x]\nc: {}\nd: 7\ne: 3\nf: [4]\ng: ""\n')
    table.integer('a', 0, 0, 9)
    table.numbers('b', (2,))
    table.numbers('c', (2, 3))
    table.flag('d')
    table.tables('e', 'row')
    table.tables('f', 'row')
    table.text('g')
    table.text('d', choices=('x', 'y'))
    assert told(mistakes) == [
        (1, "'a' must be a whole number, not the number '1.5'"),
        (2, "'b' must be a number, not text 'x'"),
        (3, "'c' must be a list of 2 or 3 numbers, not a mapping"),
        (4, "'d' must be 0 or 1, not the number '7'"),
        (4, "'d' must be text, not the number '7'"),
        (5, "'e' must be a list"),
        (6, 'a row must be a mapping of keys to values'),
        (7, "'g' must be text, not text ''"),
    ]


def test_keys_unknown_or_missing(tmp_path):
    table, mistakes = table_of(tmp_path, 'a: 1\nz: 2\n')
    table.allow_only(('a', 'b'))
    table.require('a', 'b')
    assert told(mistakes) == [
        (1, "this thing has no 'b'"),
        (2, "unknown key 'z' in a thing (known: a, b)"),
    ]


@pytest.mark.parametrize(
    ('text', 'line'), [('a: [1', 2), ('- 1', 1), ('', 1), ('word', 1), ('a: b: c', 1)]
)
def test_what_is_no_mapping_is_refused_with_its_line(tmp_path, text, line):
    with pytest.raises(UserError) as caught:
        table_of(tmp_path, text + '\n')
    assert caught.value.line == line
