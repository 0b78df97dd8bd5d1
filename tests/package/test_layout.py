"""What setup.py installs, without installing it."""

from __future__ import annotations

import importlib.util
import re
import runpy
import xml.etree.ElementTree as ET

import pytest
import setuptools

from patrol.home import ROOT

FOLDERS = ('launch', 'config', 'urdf', 'worlds')


@pytest.fixture
def arguments(monkeypatch):
    """Return what setup.py hands to setuptools."""
    kept = {}
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(setuptools, 'setup', kept.update)
    runpy.run_path('setup.py')
    return kept


def test_name_and_version_are_those_of_package_xml(arguments):
    package = ET.parse(ROOT / 'package.xml').getroot()
    assert arguments['name'] == package.findtext('name')
    assert arguments['version'] == package.findtext('version')


def test_every_file_of_the_shared_folders_is_installed_in_its_place(arguments):
    installed = {
        f'{target}/{file.rpartition("/")[2]}'
        for target, files in arguments['data_files']
        for file in files
    }
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob('*'):
            if path.is_file() and '__pycache__' not in path.parts:
                assert f'share/patrol/{path.relative_to(ROOT)}' in installed
    assert 'share/patrol/package.xml' in installed
    assert 'share/ament_index/resource_index/packages/patrol' in installed


def test_every_node_has_its_executable_and_every_executable_its_module(arguments):
    scripts = dict(entry.split(' = ') for entry in arguments['entry_points']['console_scripts'])
    nodes = (ROOT / 'src' / 'patrol' / 'nodes').glob('*.py')
    with_main = {node.stem for node in nodes if '\ndef main(' in node.read_text()}
    assert set(scripts) == {'patrol', *with_main}
    for name, target in scripts.items():
        module, _, function = target.partition(':')
        assert function == 'main'
        assert importlib.util.find_spec(module), f'{name}: there is no module {module}'


def test_no_ros_package_is_asked_of_pip(arguments):
    assert arguments['install_requires'] == ['setuptools']
    assert not re.search(r'^\[project\]', (ROOT / 'pyproject.toml').read_text(), re.MULTILINE)


def test_every_package_of_the_source_is_installed(arguments):
    folders = {path.parent for path in (ROOT / 'src' / 'patrol').rglob('*.py')}
    assert {'.'.join(f.relative_to(ROOT / 'src').parts) for f in folders} == set(
        arguments['packages']
    )
