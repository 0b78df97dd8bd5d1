"""Shared memory of bridges that are dead, and of those that are not."""

from __future__ import annotations

import os

from patrol.bridge.segments import forget, remember, remove_dead


def test_only_the_dead_ones_own_is_removed(tmp_path):
    shared, notes = tmp_path / 'shm', tmp_path / 'state'
    shared.mkdir()
    notes.mkdir()
    for name in ('fastrtps_dead', 'fastrtps_dead_el', 'fastrtps_other', 'precious'):
        (shared / name).write_text('x')
    dead = 2**22 + 1  # beyond the largest process id
    (notes / f'bridge_segments_{dead}').write_text('fastrtps_dead\n../precious\nprecious\n')
    (notes / f'bridge_segments_{os.getpid()}').write_text('fastrtps_other\n')
    assert remove_dead(notes, shared) == ['fastrtps_dead', 'fastrtps_dead_el']
    assert sorted(path.name for path in shared.iterdir()) == ['fastrtps_other', 'precious']
    assert remove_dead(notes, shared) == []


def test_what_a_living_process_maps_stays(tmp_path):
    import mmap

    shared, notes = tmp_path / 'fastrtps_folder', tmp_path / 'state'
    shared.mkdir()
    notes.mkdir()
    segment = shared / 'fastrtps_live'
    segment.write_bytes(bytes(4096))
    (notes / f'bridge_segments_{2**22 + 1}').write_text('fastrtps_live\n')
    with segment.open('r+b') as file, mmap.mmap(file.fileno(), 0):
        assert remove_dead(notes, shared) == []
    assert segment.exists()


def test_a_process_writes_down_its_own(tmp_path):
    import mmap

    segment = tmp_path / 'fastrtps_mine'
    segment.write_bytes(bytes(4096))
    with segment.open('r+b') as file, mmap.mmap(file.fileno(), 0):
        remember(tmp_path / 'state')
    note = tmp_path / 'state' / f'bridge_segments_{os.getpid()}'
    assert 'fastrtps_mine' in note.read_text().split()
    forget(tmp_path / 'state')
    assert not note.exists()
