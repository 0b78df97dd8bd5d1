from patrol.doctor import disk_space


def test_room_is_looked_for_where_the_folder_will_be(tmp_path):
    folder = tmp_path / 'not' / 'yet'
    assert disk_space.check(folder, free=disk_space.NEEDED)[0].level == 'ok'
    (finding,) = disk_space.check(folder, free=300_000_000)
    assert finding.level == 'error'
    assert '0.3 GB' in finding.sentence
    assert str(tmp_path) in finding.sentence
    assert not folder.exists()
