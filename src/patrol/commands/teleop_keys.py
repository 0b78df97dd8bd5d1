"""From keys to velocities: a key counts while it is held, as far as a terminal can tell."""

from __future__ import annotations

from collections.abc import Iterator

#: A terminal repeats a held key after at most this time (s), then faster.
HOLD = 0.6
#: Speeds at full scale: m/s and rad/s; what the car may not do the gate takes away.
SPEED, TURN = 0.6, 1.2
SCALE_STEP, SCALES = 0.1, (0.1, 1.0)

KEYS: dict[str, tuple[float, float]] = {
    'w': (1.0, 0.0),
    's': (-1.0, 0.0),
    'a': (0.0, 1.0),
    'd': (0.0, -1.0),
    'q': (1.0, 1.0),
    'e': (1.0, -1.0),
}
_ARROWS = {'\x1b[A': 'w', '\x1b[B': 's', '\x1b[D': 'a', '\x1b[C': 'd'}
STOP, QUIT = ' ', 'x'
HELP = (
    'w/s or arrows: forwards, backwards   a/d: turn   q/e: curve   +/-: faster, slower\n'
    'space: stop   x: end.   The car drives only while a key is held.'
)


def split_keys(text: str) -> Iterator[str]:
    """Yield the keys in what a terminal delivered; arrows become the letters they stand for."""
    while text:
        arrow = next((a for a in _ARROWS if text.startswith(a)), '')
        yield _ARROWS[arrow] if arrow else text[0]
        text = text[len(arrow) or 1 :]


class KeyDriver:
    """Holds the velocity that the last key asked for, until it is let go."""

    def __init__(self) -> None:
        self.scale = 0.5
        self._wish = (0.0, 0.0)
        self._until = float('-inf')

    def press(self, key: str, now: float) -> bool:
        """Take a key at `now` (s, steady); return whether to go on."""
        if key == QUIT or key in '\x03\x04':
            self._until = float('-inf')
            return False
        if key in '+-':
            change = SCALE_STEP if key == '+' else -SCALE_STEP
            low, high = SCALES
            self.scale = round(min(high, max(low, self.scale + change)), 2)
        elif key in KEYS:
            self._wish, self._until = KEYS[key], now + HOLD
        else:
            self._until = float('-inf')
        return True

    def velocity(self, now: float) -> tuple[float, float]:
        """Return forward speed (m/s) and yaw rate (rad/s) wanted now; zero when no key is held."""
        if now > self._until:
            return 0.0, 0.0
        forward, turn = self._wish
        return forward * SPEED * self.scale, turn * TURN * self.scale
