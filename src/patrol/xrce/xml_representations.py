"""The XML form of representations, as stock XRCE examples write it (Fast DDS profiles)."""

from __future__ import annotations

from lxml import etree

from patrol.xrce.cdr import MalformedError
from patrol.xrce.identifiers import Kind
from patrol.xrce.representations import (
    Endpoint,
    Group,
    Participant,
    Qos,
    Representation,
    Service,
    Topic,
)

#: Longer XML (characters) or deeper nesting is no description of an object.
MAX_LENGTH, MAX_DEPTH = 8192, 16
_TRANSIENT = ('TRANSIENT_LOCAL', 'TRANSIENT', 'PERSISTENT')


def read_xml(kind: int, text: str) -> Representation:
    """Read an XML representation. MalformedError where it does not fit, ValueError for a kind
    nobody creates.

    Entities, DTDs and anything from outside the text are refused.
    """
    if kind in (Kind.PUBLISHER, Kind.SUBSCRIBER):
        return Group()
    if kind == Kind.PARTICIPANT:
        return Participant(_text(_root(text), './/name'))
    if kind == Kind.TOPIC:
        return _topic(_element(_root(text), './/topic'))
    if kind in (Kind.DATAWRITER, Kind.DATAREADER):
        root = _root(text)
        return Endpoint(_topic(_element(root, './/topic')), _qos(root))
    if kind in (Kind.REQUESTER, Kind.REPLIER):
        return _service(_root(text), 'requester' if kind == Kind.REQUESTER else 'replier')
    raise ValueError(f'objects of kind {kind} cannot be created')


def _root(text: str) -> etree._Element:
    if len(text) > MAX_LENGTH:
        raise MalformedError(f'an XML description has {len(text)} characters')
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise MalformedError(f'an XML description is broken: {error}') from error
    if root.getroottree().docinfo.doctype:
        raise MalformedError('an XML description has a DTD')
    if max(_depth(element) for element in root.iter()) > MAX_DEPTH:
        raise MalformedError('an XML description is nested too deeply')
    wrapper = etree.Element('wrapper')
    wrapper.append(root)
    return wrapper


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _element(root: etree._Element, path: str) -> etree._Element:
    found = root.find(path)
    if found is None:
        raise MalformedError(f'an XML description has no {path.removeprefix(".//")}')
    return found


def _text(root: etree._Element, path: str, default: str = '') -> str:
    return (root.findtext(path) or default).strip()


def _topic(element: etree._Element) -> Topic:
    name, kind = _text(element, 'name'), _text(element, 'dataType')
    if not name:
        raise MalformedError('an XML topic has no name')
    return Topic(name, kind)


def _qos(root: etree._Element) -> Qos:
    depth = _text(root, './/historyQos/depth')
    if depth and not depth.isdecimal():
        raise MalformedError(f"the depth of a history is '{depth}'")
    return Qos(
        reliable=_text(root, './/reliability/kind', 'RELIABLE') == 'RELIABLE',
        transient_local=_text(root, './/durability/kind') in _TRANSIENT,
        keep_last=_text(root, './/historyQos/kind', 'KEEP_LAST') == 'KEEP_LAST',
        depth=int(depth) if depth else None,
    )


def _service(root: etree._Element, tag: str) -> Service:
    element = _element(root, f'.//{tag}')
    name = element.get('service_name', '') or element.get('profile_name', '')
    request, reply = element.get('request_type', ''), element.get('reply_type', '')
    if not (name and request and reply):
        raise MalformedError(f'an XML {tag} lacks service_name, request_type or reply_type')
    topics = (
        _text(element, 'request_topic_name') or None,
        _text(element, 'reply_topic_name') or None,
    )
    return Service(name, request, reply, *topics)
