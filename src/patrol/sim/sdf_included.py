"""What an <include> of SDF brings in."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from patrol.errors import UserError
from patrol.sim.sdf_resources import Missing, find, model_file
from patrol.sim.sdf_schema import check
from patrol.sim.sdf_source import Element, Remarks, folder_of, read_xml, text_of

#: Gazebo brings these along; they are often named and rarely there as files.
BUILTIN = {
    'ground_plane': """<sdf version="1.7"><model name="ground_plane"><static>true</static>
        <link name="link"><collision name="collision"><geometry><plane><normal>0 0 1</normal>
        <size>100 100</size></plane></geometry></collision></link></model></sdf>""",
    'sun': '<sdf version="1.7"><light name="sun" type="directional"/></sdf>',
}


def included(element: Element, remarks: Remarks) -> Element | None:
    """Return the <model> that an <include> means; None for a light, and where it is missing.

    What is missing is named.
    """
    uri = text_of(element, 'uri')
    if not uri:
        remarks.mistake(element, 'an <include> has no <uri>')
        return None
    root = _root(uri, element, remarks)
    if root is None:
        return None
    model = root.find('model')
    if model is None:
        world = root.find('world')
        model = world.find('model') if world is not None else None
    if model is None:
        if root.find('light') is None:
            remarks.mistake(element, f"'{uri}' holds no model")
        return None
    check(model, remarks)
    return model


def _root(uri: str, element: Element, remarks: Remarks) -> Element | None:
    scheme = uri.partition('://')[0]
    builtin = unquote(uri).rstrip('/').rpartition('/')[2].lower().replace(' ', '_')
    try:
        file = model_file(find(uri, folder_of(element)))
    except Missing as reason:
        if builtin in BUILTIN and not (remarks.strict and scheme.startswith('http')):
            return etree.fromstring(BUILTIN[builtin], base_url=f'<{builtin}>')
        remarks.mistake(element, f'<include> {reason}')
        return None
    return _read(file, element, remarks)


def _read(file: Path, element: Element, remarks: Remarks) -> Element | None:
    try:
        return read_xml(file)
    except UserError as error:
        remarks.mistake(element, f'<include>: {error}')
        return None
