"""Do publishers promise what subscribers ask for? Where not, no message arrives, silently."""

from __future__ import annotations

from patrol.doctor.finding import Finding, ok, warning
from patrol.doctor.graph.snapshot import Endpoint, Graph
from patrol.doors import DOORS


def mismatch(publisher: Endpoint, subscriber: Endpoint) -> str:
    """Return what the subscriber asks for in vain, or nothing (rules of DDS)."""
    if subscriber.reliable and not publisher.reliable:
        return 'reliable delivery'
    if subscriber.latched and not publisher.latched:
        return 'messages from before it came (transient local)'
    return ''


def check(graph: Graph) -> list[Finding]:
    """Compare every publisher with every subscriber of the same topic and type."""
    findings = []
    for topic in DOORS:
        for publisher in graph.publishers.get(topic, ()):
            for subscriber in graph.subscribers.get(topic, ()):
                vain = mismatch(publisher, subscriber)
                if vain and publisher.ros_type == subscriber.ros_type:
                    sentence = (
                        f'{subscriber.node} hears nothing of {publisher.node} on {topic}: '
                        f'it asks for {vain}, which is not offered.'
                    )
                    cure = f'change the QoS of {subscriber.node} (sensor data: best effort)'
                    findings.append(warning('qos', sentence, cure))
    return findings or [ok('qos', 'Publishers offer what subscribers ask for.')]
