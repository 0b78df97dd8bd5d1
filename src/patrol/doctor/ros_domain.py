"""Do the variables of ROS let the nodes of this machine find each other?"""

from __future__ import annotations

import os
from collections.abc import Mapping

from patrol.doctor.finding import Finding, error, ok, warning

#: Above, the ports of a domain fall among those that Linux gives to any outgoing connection.
SAFE = 101
#: Above, there are no ports at all.
LAST = 232


def check(environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """Check ROS_DOMAIN_ID and what else decides who finds whom."""
    findings = _domain(environment.get('ROS_DOMAIN_ID', '') or '0')
    if environment.get('ROS_DISCOVERY_SERVER'):
        sentence = 'ROS_DISCOVERY_SERVER is set: without that server no node finds another.'
        findings.append(warning('domain', sentence, 'unset ROS_DISCOVERY_SERVER, or start it'))
    if environment.get('ROS_LOCALHOST_ONLY') == '1':
        sentence = 'ROS_LOCALHOST_ONLY=1 overrides ROS_AUTOMATIC_DISCOVERY_RANGE.'
        findings.append(warning('domain', sentence, 'unset ROS_LOCALHOST_ONLY'))
    return findings


def _domain(text: str) -> list[Finding]:
    cure = f'export ROS_DOMAIN_ID=a number from 0 to {SAFE}'
    if not text.isdigit() or int(text) > LAST:
        return [error('domain', f'ROS_DOMAIN_ID={text} is no ROS domain.', cure)]
    if int(text) > SAFE:
        sentence = f'The ports of ROS domain {text} may be taken by outgoing connections.'
        return [warning('domain', sentence, cure)]
    return [ok('domain', f'ROS domain {text}.')]
