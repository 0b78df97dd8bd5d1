from patrol.doctor import home_folder


def test_a_home_that_can_be_made_is_fine_and_not_made(tmp_path):
    home = tmp_path / 'a' / 'b'
    assert home_folder.check(home)[0].level == 'ok'
    assert not (tmp_path / 'a').exists()


def test_a_home_below_a_file_is_an_error(tmp_path):
    (tmp_path / 'file').touch()
    (finding,) = home_folder.check(tmp_path / 'file' / 'home')
    assert finding.level == 'error'
    assert 'PATROL_HOME' in finding.cure


def test_a_full_disk_is_a_warning(tmp_path):
    (finding,) = home_folder.check(tmp_path, free=1_000_000)
    assert finding.level == 'warning'
    assert '1 MB' in finding.sentence


def test_the_home_of_the_environment_is_taken(patrol_home):
    assert str(patrol_home) in home_folder.check()[0].sentence
