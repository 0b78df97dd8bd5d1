"""An SDF file on its way into a world: where it came from, and what is to be said about it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from patrol.errors import UserError

Element: TypeAlias = etree._Element

XACRO = 'http://www.ros.org/wiki/xacro'


@dataclass
class Remarks:
    """What is said about a world. strict: a remark about its content is an error."""

    strict: bool
    lines: list[str] = field(default_factory=list)

    def mistake(self, element: Element, message: str) -> None:
        """Tell that something of the file is left out or wrong."""
        file, line = place_of(element)
        if self.strict:
            raise UserError(message, file=file, line=line)
        self.note(f'{file}:{line}: {message}')

    def note(self, line: str) -> None:
        """Tell something once."""
        if line not in self.lines:
            self.lines.append(line)


def read_xml(file: Path) -> Element:
    """Return the root <sdf> of a file, xacro expanded. A file that is no SDF is a UserError."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise UserError(f'cannot be read: {error.strerror or error}', file=file) from error
    root = _parse(text, file)
    if file.suffix == '.xacro' or XACRO in root.nsmap.values():
        root = _parse(_expanded(file), file)
    if root.tag != 'sdf' and root.tag != 'gazebo':
        raise UserError(f'is no SDF: it begins with <{root.tag}>', file=file, line=root.sourceline)
    return root


def place_of(element: Element) -> tuple[str, int | None]:
    """Return file and line of an element."""
    base = element.getroottree().docinfo.URL or ''
    return base, element.sourceline


def folder_of(element: Element) -> Path:
    """Return the folder of the file that an element comes from."""
    return Path(place_of(element)[0]).parent


def children(element: Element) -> list[Element]:
    """Return the child elements, without comments and the like."""
    return [child for child in element if isinstance(child.tag, str)]


def text_of(element: Element, tag: str, default: str = '') -> str:
    """Return the text of a child, stripped."""
    return str(element.findtext(tag) or default).strip()


def numbers(text: str | None, count: int) -> list[float] | None:
    """Return `count` finite numbers of a text, or None."""
    try:
        values = [float(word) for word in (text or '').split()]
    except ValueError:
        return None
    return values if len(values) == count and all(map(math.isfinite, values)) else None


def is_true(text: str) -> bool:
    """Read a boolean of SDF."""
    return text.strip().lower() in ('1', 'true')


def _parse(text: bytes, file: Path) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(text, parser, base_url=str(file))
    except etree.XMLSyntaxError as error:
        line = error.position[0] if error.position else None
        raise UserError(f'is no XML: {error.msg}', file=file, line=line) from error


def _expanded(file: Path) -> bytes:
    import xacro

    try:
        return bytes(xacro.process_file(str(file)).toxml().encode())
    except Exception as error:  # xacro raises many kinds, all of them mistakes in the file
        reason = ' '.join(str(error).split())
        raise UserError(f'cannot expand the xacro: {reason}', file=file) from error
