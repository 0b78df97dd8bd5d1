import os

from register import ROOT, SHARED, register, site_packages


def test_the_clone_is_found_through_python_and_the_ament_index(tmp_path):
    site = site_packages(tmp_path)
    os.makedirs(site)
    register(tmp_path)
    assert (tmp_path / 'share/ament_index/resource_index/packages/patrol').is_file()
    assert (tmp_path / 'share/patrol/package.xml').samefile(ROOT / 'package.xml')
    assert {path.name for path in (tmp_path / 'share/patrol').iterdir()} == set(SHARED)
    with open(os.path.join(site, 'patrol.pth')) as pth:
        assert pth.read().strip() == str(ROOT / 'src')
