"""Compile tf2_msgs/TFMessage into the environment of wheels, and prove it is the real type."""

from __future__ import annotations

import shutil
from pathlib import Path

from environment import clean_environment
from progress import NotReady, run_tool

from patrol.doctor.finding import error
from patrol.doctor.tf2_type_hash import EXPECTED, type_hash

HERE = Path(__file__).resolve().parent


def build_tf2_msgs(venv: Path, build: Path, log: Path) -> None:
    """Build with plain CMake, install into the environment's own prefix, compare the type hash."""
    if build.exists():
        shutil.rmtree(build)
    environment = clean_environment()
    environment['PATH'] = _build_path(venv)
    environment['AMENT_PREFIX_PATH'] = environment['CMAKE_PREFIX_PATH'] = str(venv)
    cmake = str(venv / 'bin' / 'cmake')
    configure = [cmake, '-S', str(HERE / 'tf2_msgs'), '-B', str(build), '-G', 'Ninja',
                 f'-DCMAKE_INSTALL_PREFIX={venv}',
                 f'-DPython3_EXECUTABLE={venv / "bin" / "python"}',
                 '-DBUILD_TESTING=OFF', '-DCMAKE_BUILD_TYPE=Release',
                 f'-DCMAKE_PROJECT_INCLUDE={HERE / "drop_missing_includes.cmake"}']  # fmt: skip
    for command in (configure, [cmake, '--build', str(build), '-j2'],
                    [cmake, '--install', str(build)]):  # fmt: skip
        run_tool(command, log, what='Compiling tf2_msgs', environment=environment)
    shutil.rmtree(build)
    found = type_hash(venv)
    if found != EXPECTED:
        sentence = f'tf2_msgs was compiled with type hash {found or "none"}, not {EXPECTED}.'
        raise NotReady([error('tf2_msgs', sentence, f'see {log}')])


def _build_path(venv: Path) -> str:
    """Return a PATH without another ROS, whose packages CMake would find beside its tools."""
    compilers = [shutil.which(name) for name in ('gcc', 'g++', 'cc', 'c++')]
    folders = [str(Path(found).parent) for found in compilers if found]
    return ':'.join(dict.fromkeys([str(venv / 'bin'), *folders, '/usr/bin', '/bin']))
