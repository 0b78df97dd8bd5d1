import importlib.util
import json

from patrol.doctor import underlay_complete


def environment(tmp_path, **installed):
    locked = {'ros-rclpy': '7.1.6', 'numpy': '2.4.6'}
    (tmp_path / underlay_complete.STAMP).write_text(json.dumps({'distributions': locked}))
    for name, version in installed.items():
        folder = tmp_path / f'{name}-{version}.dist-info'
        folder.mkdir()
        (folder / 'METADATA').write_text(f'Name: {name}\nVersion: {version}\n')
    return underlay_complete.check(str(tmp_path), [str(tmp_path)])


def test_the_locked_versions_are_fine(tmp_path):
    (finding,) = environment(tmp_path, ros_rclpy='7.1.6', numpy='2.4.6', other='1')
    assert finding.level == 'ok'


def test_a_changed_and_a_missing_distribution_are_named(tmp_path):
    (finding,) = environment(tmp_path, numpy='1.26.4')
    assert finding.level == 'error'
    assert 'numpy is 1.26.4, not 2.4.6' in finding.sentence
    assert 'ros-rclpy is missing' in finding.sentence


def test_without_stamp_and_ros_it_is_not_prepared(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, 'find_spec', lambda _: None)
    (finding,) = underlay_complete.check(str(tmp_path))
    assert finding.level == 'error'
    assert finding.cure == 'make prepare'


def test_a_torn_stamp_counts_as_none(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, 'find_spec', lambda _: None)
    (tmp_path / underlay_complete.STAMP).write_text('{"distribu')
    assert underlay_complete.check(str(tmp_path))[0].level == 'error'
