import environment
import pytest
from lock_file import locked, normalized


@pytest.fixture
def commands(monkeypatch):
    """Keep the commands that would be run."""
    kept = []
    monkeypatch.setattr(environment, 'run_tool', lambda command, *_, **__: kept.append(command))
    return kept


def test_nothing_is_installed_without_its_hash_or_beyond_the_lock(commands, tmp_path):
    environment.install(tmp_path, 'wheels', tmp_path / 'log')
    assert [command[-1].rpartition('/')[2] for command in commands] == ['seed.txt', 'wheels.txt']
    for command in commands:
        assert {'--require-hashes', '--no-deps', '--no-build-isolation'} <= set(command)
        assert command[0] == str(tmp_path / 'bin' / 'python')


def test_an_unfinished_environment_is_thrown_away(commands, tmp_path):
    (tmp_path / 'venv').mkdir()
    (tmp_path / 'venv' / 'half').touch()
    environment.make_environment(tmp_path / 'venv', tmp_path / 'log', system_packages=True)
    assert not (tmp_path / 'venv').exists()
    assert commands[0][1:] == ['-m', 'venv', '--system-site-packages', str(tmp_path / 'venv')]


def test_traces_of_another_ros_do_not_reach_pip(monkeypatch):
    monkeypatch.setenv('PYTHONPATH', '/opt/ros/other')
    monkeypatch.setenv('PIP_CERT', '/kept')
    clean = environment.clean_environment()
    assert 'PYTHONPATH' not in clean
    assert clean['PIP_CERT'] == '/kept'


def test_a_lock_is_read_with_every_version(tmp_path):
    lock = tmp_path / 'x.txt'
    lock.write_text(
        'numpy==2.4.6 ; python_full_version < "3.12" \\\n    --hash=sha256:1\n'
        'numpy==2.5.5 ; python_full_version >= "3.12" \\\n    --hash=sha256:2\n'
        'PyYAML==6.0.4 \\\n    --hash=sha256:3\n'
    )
    assert locked(lock) == {'numpy': {'2.4.6', '2.5.5'}, 'pyyaml': {'6.0.4'}}
    assert normalized('Ros_std.Msgs') == 'ros-std-msgs'
