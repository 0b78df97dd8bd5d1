import stamp


def test_a_stamp_is_read_back(tmp_path):
    stamp.write(tmp_path, {'kind': 'run'})
    assert stamp.read(tmp_path) == {'kind': 'run'}
    assert [path.name for path in tmp_path.iterdir()] == [stamp.NAME]


def test_a_missing_or_torn_stamp_is_empty(tmp_path):
    assert stamp.read(tmp_path) == {}
    (tmp_path / stamp.NAME).write_text('{"kind": ')
    assert stamp.read(tmp_path) == {}
    (tmp_path / stamp.NAME).write_text('[]')
    assert stamp.read(tmp_path) == {}


def test_the_digest_sees_contents_names_and_words(tmp_path):
    (tmp_path / 'a').write_text('1')
    (tmp_path / 'b').write_text('1')
    first = stamp.digest([tmp_path / 'a'], 'x')
    assert first == stamp.digest([tmp_path / 'a'], 'x')
    assert first != stamp.digest([tmp_path / 'a'], 'y')
    assert first != stamp.digest([tmp_path / 'b'], 'x')
    (tmp_path / 'a').write_text('2')
    assert first != stamp.digest([tmp_path / 'a'], 'x')
