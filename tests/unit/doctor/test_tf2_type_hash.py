import json

from patrol.doctor import tf2_type_hash


def install(prefix, digest):
    folder = prefix / 'share' / 'tf2_msgs' / 'msg'
    folder.mkdir(parents=True)
    entries = [
        {'type_name': 'geometry_msgs/msg/Transform', 'hash_string': 'RIHS01_0'},
        {'type_name': 'tf2_msgs/msg/TFMessage', 'hash_string': digest},
    ]
    (folder / 'TFMessage.json').write_text(json.dumps({'type_hashes': entries}))


def test_the_type_of_jazzy_is_recognized(tmp_path):
    install(tmp_path, tf2_type_hash.EXPECTED)
    assert tf2_type_hash.check([tmp_path / 'elsewhere', tmp_path])[0].level == 'ok'


def test_a_foreign_type_is_an_error(tmp_path):
    install(tmp_path, 'RIHS01_1')
    (finding,) = tf2_type_hash.check([tmp_path])
    assert finding.level == 'error'
    assert 'RIHS01_1' in finding.sentence


def test_no_type_or_a_torn_file_is_an_error(tmp_path):
    assert 'no tf2_msgs' in tf2_type_hash.check([tmp_path])[0].sentence
    install(tmp_path, 'x')
    (tmp_path / 'share/tf2_msgs/msg/TFMessage.json').write_text('{"type_has')
    assert 'no tf2_msgs' in tf2_type_hash.check([tmp_path])[0].sentence
