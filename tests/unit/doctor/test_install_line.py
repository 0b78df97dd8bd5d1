import pytest

from patrol.doctor.install_line import COMMANDS, PACKAGES, install_line, package_manager


@pytest.mark.parametrize(
    ('text', 'manager'),
    [
        ('NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', 'apt'),
        ('ID="linuxmint"\nID_LIKE="ubuntu debian"\n', 'apt'),
        ('ID=fedora\n', 'dnf'),
        ('ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', 'zypper'),
        ('ID=arch\n', 'pacman'),
        ('ID=plan9\n', 'apt'),
    ],
)
def test_the_package_manager_is_that_of_the_distribution(tmp_path, text, manager):
    release = tmp_path / 'os-release'
    release.write_text(text)
    assert package_manager(release) == manager


def test_one_line_installs_several_things_once():
    line = install_line('g++', 'make', 'g++', manager='apt')
    assert line == 'sudo apt install g++ make'


def test_every_thing_has_a_package_everywhere():
    assert all(set(packages) == set(COMMANDS) for packages in PACKAGES.values())
