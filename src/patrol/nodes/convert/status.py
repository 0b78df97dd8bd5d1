"""States and diagnostic_msgs: one status, or an array with a stamp."""

from __future__ import annotations

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue

from patrol.messages import Contact, Level, Status
from patrol.nodes.convert.stamp import header, stamp_from_ros

_LEVELS = {level: bytes([level]) for level in Level}
_CONTACT = 'contact'


def status_to_ros(status: Status) -> DiagnosticStatus:
    """Return a status without its stamp."""
    return DiagnosticStatus(
        level=_LEVELS[status.level],
        name=str(status.name),
        message=status.message,
        values=[KeyValue(key=str(k), value=str(v)) for k, v in status.values.items()],
    )


def status_from_ros(message: DiagnosticStatus, stamp: float = 0.0) -> Status:
    """Return a status; a level that diagnostics do not know counts as an error."""
    level = message.level[0]
    return Status(
        stamp=stamp,
        name=message.name,
        level=Level(level) if level <= Level.STALE else Level.ERROR,
        message=message.message,
        values={pair.key: pair.value for pair in message.values},
    )


def array_to_ros(status: Status) -> DiagnosticArray:
    """Return a stamped array of one status."""
    return DiagnosticArray(header=header(status.stamp, ''), status=[status_to_ros(status)])


def statuses_from_ros(message: DiagnosticArray) -> list[Status]:
    """Return each status of an array, stamped like the array."""
    stamp = stamp_from_ros(message.header.stamp)
    return [status_from_ros(status, stamp) for status in message.status]


def contact_to_ros(contact: Contact) -> DiagnosticArray:
    """Return a contact as a status of that name."""
    values = {'part': contact.part, 'thing': contact.thing}
    message = f'{contact.part} touches {contact.thing}'
    return array_to_ros(Status(contact.stamp, _CONTACT, Level.ERROR, message, values))


def contacts_from_ros(message: DiagnosticArray) -> list[Contact]:
    """Return the contacts of an array."""
    found = statuses_from_ros(message)
    return [
        Contact(s.stamp, s.values.get('part', ''), s.values.get('thing', ''))
        for s in found
        if s.name == _CONTACT
    ]
