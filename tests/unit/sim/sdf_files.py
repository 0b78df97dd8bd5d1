"""Small SDF files for tests."""

from __future__ import annotations

BOX = """<link name="link">
  <collision name="{name}"><geometry><box><size>1 2 3</size></box></geometry></collision>
  <visual name="{name}_visual"><geometry><box><size>1 2 3</size></box></geometry></visual>
</link>"""


def box_model(name='crate', inside='', static='<static>true</static>', attributes=''):
    """Return a model of one box of 1 x 2 x 3 m."""
    return f'<model name="{name}" {attributes}>{static}{inside}{BOX.format(name=name)}</model>'


def world(*content, version='1.7'):
    """Return the text of a world."""
    inner = '\n'.join(content)
    head = f'<?xml version="1.0"?>\n<sdf version="{version}"><world name="w">'
    return f'{head}\n{inner}\n</world></sdf>'


def write(folder, text, name='w.sdf'):
    """Write a file and return it."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def model_folder(folder, name, text, config=None):
    """Make a model folder with model.config and model.sdf."""
    place = folder / name
    place.mkdir(parents=True)
    (place / 'model.sdf').write_text(f'<sdf version="1.7">{text}</sdf>')
    told = config or '<sdf version="1.7">model.sdf</sdf>'
    (place / 'model.config').write_text(f'<model><name>{name}</name>{told}</model>')
    return place
