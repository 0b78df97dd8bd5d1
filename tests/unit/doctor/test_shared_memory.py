import mmap

import pytest

from patrol.doctor import shared_memory

PLENTY = {'total': 10**9, 'free': 10**9}


def levels(findings):
    return [finding.level for finding in findings]


@pytest.mark.parametrize(
    ('total', 'free', 'level'),
    [(10**9, 10**9, 'ok'), (64 * 10**6, 60 * 10**6, 'warning'), (10**9, 10**6, 'error')],
)
def test_room(tmp_path, total, free, level):
    findings = shared_memory.check(tmp_path, total=total, free=free, mapped=set())
    assert levels(findings) == [level]


def test_no_shared_memory_at_all(tmp_path):
    (finding,) = shared_memory.check(tmp_path / 'none')
    assert finding.level == 'error'
    assert 'UDPv4' in finding.cure


def test_segments_of_killed_processes_are_counted(tmp_path):
    for number in range(shared_memory.TOLERATED + 5):
        (tmp_path / f'fastrtps_{number:x}').touch()
        (tmp_path / f'fastrtps_{number:x}_el').touch()
    alive = {'fastrtps_0', 'fastrtps_1'}
    findings = shared_memory.check(tmp_path, mapped=alive, **PLENTY)
    assert levels(findings) == ['ok', 'warning']
    assert f'{shared_memory.TOLERATED + 3} segments' in findings[1].sentence
    assert 'fastdds shm clean' in findings[1].cure


def test_a_segment_mapped_by_a_living_process_is_seen(tmp_path):
    path = tmp_path / 'fastrtps_test'
    path.write_bytes(bytes(4096))
    with path.open('r+b') as file, mmap.mmap(file.fileno(), 4096):
        assert 'fastrtps_test' in shared_memory.mapped_segments()
    assert 'fastrtps_test' not in shared_memory.mapped_segments()
