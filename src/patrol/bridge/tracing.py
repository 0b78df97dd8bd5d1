"""Prints what goes over the line, decoded."""

from __future__ import annotations

import sys
import time
from typing import Any

from patrol.xrce import submessages as s
from patrol.xrce.agent import Address
from patrol.xrce.cdr import MalformedError
from patrol.xrce.message import Submessage, SubmessageId, decode_header, submessages

_DECODERS: dict[int, type] = {
    SubmessageId.CREATE_CLIENT: s.CreateClient,
    SubmessageId.CREATE: s.Create,
    SubmessageId.GET_INFO: s.GetInfo,
    SubmessageId.DELETE: s.Delete,
    SubmessageId.STATUS_AGENT: s.StatusAgent,
    SubmessageId.STATUS: s.Status,
    SubmessageId.INFO: s.Info,
    SubmessageId.WRITE_DATA: s.WriteData,
    SubmessageId.READ_DATA: s.ReadData,
    SubmessageId.DATA: s.Data,
    SubmessageId.ACKNACK: s.AckNack,
    SubmessageId.HEARTBEAT: s.Heartbeat,
    SubmessageId.FRAGMENT: s.Fragment,
    SubmessageId.TIMESTAMP: s.Timestamp,
    SubmessageId.TIMESTAMP_REPLY: s.TimestampReply,
}


def describe(data: bytes) -> str:
    """Return one message in words; what cannot be decoded is said to be so."""
    try:
        header, start = decode_header(data)
        parts = [_one(submessage) for submessage in submessages(data, start)]
    except MalformedError as error:
        return f'malformed ({error}): {data.hex()}'
    head = f'session {header.session:02x} stream {header.stream:02x} #{header.sequence}'
    return f'{head} {" | ".join(parts)}'


def _one(submessage: Submessage) -> str:
    decoder: Any = _DECODERS.get(submessage.id)
    if decoder is None:
        return f'unknown submessage {submessage.id}'
    try:
        return str(decoder.decode(submessage))
    except MalformedError as error:
        return f'malformed {decoder.__name__} ({error})'


def print_message(direction: str, address: Address, data: bytes) -> None:
    """Print one message to stderr: `>` from a board, `<` to it."""
    print(f'{time.monotonic():.6f} {direction} {address} {describe(data)}', file=sys.stderr)
