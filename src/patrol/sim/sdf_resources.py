"""Where the files are that an SDF names: model://, package://, file://, and plain paths."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

#: Lists of folders that Gazebo, its older names and libsdformat look into.
VARIABLES = (
    'GZ_SIM_RESOURCE_PATH',
    'IGN_GAZEBO_RESOURCE_PATH',
    'SDF_PATH',
    'GAZEBO_MODEL_PATH',
    'GAZEBO_RESOURCE_PATH',
)
HOMES = ('~/.gz/models', '~/.ignition/models', '~/.gazebo/models')
#: Folders above the world's own in which models are looked for.
LEVELS = 3
#: Newest SDF that is read.
NEWEST = (1, 12)


class Missing(Exception):
    """A resource that is not there; the text says why in words."""


def find(uri: str, folder: Path) -> Path:
    """Return the file or folder of a URI that a file in `folder` names.

    Raises Missing.
    """
    scheme, separator, rest = unquote(uri.strip()).partition('://')
    if not separator:
        return _existing(uri, [folder / uri.strip(), *_in(search_folders(folder), uri.strip())])
    if scheme == 'file':
        return _existing(uri, [Path(rest), folder / rest, *_in(search_folders(folder), rest)])
    if scheme in ('model', 'package'):
        return _existing(uri, _in(search_folders(folder), rest))
    if scheme in ('http', 'https', 'fuel'):
        return _existing(uri, _cached(rest), why='is on the network: download it, then name it')
    raise Missing(f"'{uri}' has an unknown scheme")


def search_folders(folder: Path) -> Iterator[Path]:
    """Yield the folders that may hold models, the user's first."""
    for variable in VARIABLES:
        for entry in os.environ.get(variable, '').split(os.pathsep):
            if entry:
                yield Path(entry).expanduser()
    here = folder.resolve()
    for level in (here, *list(here.parents)[:LEVELS]):
        yield level
        yield level / 'models'
    for home in HOMES:
        yield Path(home).expanduser()


def model_file(place: Path) -> Path:
    """Return the SDF of a model folder, the newest that model.config names and we can read.

    Raises Missing.
    """
    if place.is_file():
        return place
    config = next(
        (place / n for n in ('model.config', 'manifest.xml') if (place / n).is_file()), None
    )
    if config is None:
        if (place / 'model.sdf').is_file():
            return place / 'model.sdf'
        raise Missing(f"'{place}' has no model.config")
    try:
        entries = list(etree.parse(str(config)).getroot().iter('sdf'))
    except etree.XMLSyntaxError as error:
        raise Missing(f"'{config}' is no XML: {error.msg}") from error
    known = [(version(e.get('version', '')), (e.text or '').strip()) for e in entries]
    usable = [entry for entry in known if entry[0] <= NEWEST and (place / entry[1]).is_file()]
    if not usable:
        raise Missing(f"'{config}' names no SDF file that is there")
    return place / max(usable, key=lambda entry: entry[0])[1]


def version(text: str) -> tuple[int, int]:
    """Read a version of SDF, (0, 0) where there is none."""
    major, _, minor = text.strip().partition('.')
    return (int(major), int(minor or 0)) if major.isdigit() and minor.isdigit() else (0, 0)


def _in(folders: Iterator[Path], rest: str) -> Iterator[Path]:
    return (folder / rest for folder in folders)


def _cached(rest: str) -> Iterator[Path]:
    """Yield where Gazebo keeps what it has downloaded: host/owner/models/name/version."""
    parts = rest.split('/')
    if len(parts) > 1 and parts[1] == '1.0':
        del parts[1]
    for home in ('~/.gz/fuel', '~/.ignition/fuel'):
        place = Path(home).expanduser().joinpath(*(p.lower() for p in parts))
        versions = [p for p in place.glob('*') if p.name.isdigit()] if place.is_dir() else []
        yield from sorted(versions, key=lambda p: int(p.name), reverse=True)
        yield place


def _existing(uri: str, places: Iterator[Path] | list[Path], why: str = 'is not found') -> Path:
    for place in places:
        if place.exists():
            return place
    raise Missing(f"'{uri.strip()}' {why}")
