"""Requests that wait for a board, and calls that wait for a service."""

from __future__ import annotations

import time

from patrol.bridge.requests import MAX_PENDING, PATIENCE, PendingRequests, WaitingCalls


def test_a_reply_finds_its_request_once():
    pending, got = PendingRequests(), []
    first, second = pending.add(lambda r: got.append(('a', r))), pending.add(got.append)
    assert len(first) == 24
    assert first != second
    answer = pending.pop(first + b'reply')
    answer('yes')
    assert got == [('a', 'yes')]
    assert pending.pop(first + b'again') is None
    assert pending.pop(b'short') is None


def test_requests_never_pile_up():
    pending = PendingRequests()
    identities = [pending.add(print) for _ in range(MAX_PENDING + 1)]
    assert pending.pop(identities[0]) is None
    assert pending.pop(identities[1]) is print


class Client:
    ready = False

    def service_is_ready(self):
        return self.ready


def test_a_call_waits_for_its_service_and_no_longer_than_its_patience():
    calls, made = WaitingCalls(), []
    early, late, gone = Client(), Client(), Client()
    for client in (early, late, gone):
        calls.add(client, lambda client=client: made.append(client))
    now = time.monotonic()
    calls.tick(now)
    assert made == []
    early.ready = gone.ready = True
    calls.forget(gone)
    calls.tick(now)
    assert made == [early]
    calls.tick(now + PATIENCE + 1)
    late.ready = True
    calls.tick(now)
    assert made == [early]
