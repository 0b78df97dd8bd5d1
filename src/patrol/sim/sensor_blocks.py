"""The car's sensors as its xacro describes them to Gazebo: one source for both simulators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from patrol.errors import UserError


@dataclass(frozen=True, slots=True)
class RayBlock:
    """A gpu_lidar: angles in rad, ranges and noise (standard deviation) in m, rate in Hz."""

    frame: str
    rate: float
    samples: int
    min_angle: float
    max_angle: float
    range_min: float
    range_max: float
    noise: float

    @property
    def field_of_view(self) -> float:
        """Horizontal opening angle (rad)."""
        return self.max_angle - self.min_angle


@dataclass(frozen=True, slots=True)
class Noise:
    """White noise and bias, standard deviations; the bias wanders by `drift` in `time` s."""

    white: float
    bias: float
    drift: float
    time: float


@dataclass(frozen=True, slots=True)
class ImuBlock:
    """An IMU: gyro in rad/s, accelerometer in m/s^2."""

    frame: str
    rate: float
    gyro: Noise
    accelerometer: Noise


@dataclass(frozen=True, slots=True)
class CameraBlock:
    """A pinhole camera: pixels, horizontal opening angle (rad), near and far planes (m)."""

    frame: str
    rate: float
    width: int
    height: int
    field_of_view: float
    near: float
    far: float


@dataclass(frozen=True, slots=True)
class SensorBlocks:
    """All sensors of the car; sonars and cliff sensors by name, in the order of the xacro."""

    laser: RayBlock
    imu: ImuBlock
    camera: CameraBlock
    sonars: Mapping[str, RayBlock]
    cliffs: Mapping[str, RayBlock]


def read_sensor_blocks(urdf: str) -> SensorBlocks:
    """Read the <gazebo><sensor> blocks of an expanded xacro.

    Raises UserError when a sensor or one of its values is missing.
    """
    sensors = {s.get('name', ''): s for s in etree.fromstring(urdf.encode()).iter('sensor')}
    for wanted in ('laser', 'imu', 'camera'):
        if wanted not in sensors:
            raise UserError(f"the car's description has no sensor '{wanted}'")
    return SensorBlocks(
        laser=_ray(sensors['laser']),
        imu=_imu(sensors['imu']),
        camera=_camera(sensors['camera']),
        sonars=_named(sensors, 'sonar_'),
        cliffs=_named(sensors, 'cliff_'),
    )


def _named(sensors: Mapping[str, etree._Element], prefix: str) -> dict[str, RayBlock]:
    return {
        name.removeprefix(prefix): _ray(sensor)
        for name, sensor in sensors.items()
        if name.startswith(prefix)
    }


def _text(sensor: etree._Element, path: str) -> str:
    text = sensor.findtext(path)
    if text is None or not text.strip():
        raise UserError(f"sensor '{sensor.get('name')}' of the car's description lacks <{path}>")
    return str(text).strip()


def _number(sensor: etree._Element, path: str) -> float:
    text = _text(sensor, path)
    try:
        return float(text)
    except ValueError:
        name = sensor.get('name')
        raise UserError(f"sensor '{name}': <{path}> is '{text}', not a number") from None


def _ray(sensor: etree._Element) -> RayBlock:
    return RayBlock(
        frame=_text(sensor, 'gz_frame_id'),
        rate=_number(sensor, 'update_rate'),
        samples=int(_number(sensor, 'lidar/scan/horizontal/samples')),
        min_angle=_number(sensor, 'lidar/scan/horizontal/min_angle'),
        max_angle=_number(sensor, 'lidar/scan/horizontal/max_angle'),
        range_min=_number(sensor, 'lidar/range/min'),
        range_max=_number(sensor, 'lidar/range/max'),
        noise=_number(sensor, 'lidar/noise/stddev'),
    )


def _noise(sensor: etree._Element, path: str) -> Noise:
    return Noise(
        white=_number(sensor, f'{path}/stddev'),
        bias=_number(sensor, f'{path}/bias_stddev'),
        drift=_number(sensor, f'{path}/dynamic_bias_stddev'),
        time=_number(sensor, f'{path}/dynamic_bias_correlation_time'),
    )


def _imu(sensor: etree._Element) -> ImuBlock:
    return ImuBlock(
        frame=_text(sensor, 'gz_frame_id'),
        rate=_number(sensor, 'update_rate'),
        gyro=_noise(sensor, 'imu/angular_velocity/z/noise'),
        accelerometer=_noise(sensor, 'imu/linear_acceleration/z/noise'),
    )


def _camera(sensor: etree._Element) -> CameraBlock:
    return CameraBlock(
        frame=_text(sensor, 'gz_frame_id'),
        rate=_number(sensor, 'update_rate'),
        width=int(_number(sensor, 'camera/image/width')),
        height=int(_number(sensor, 'camera/image/height')),
        field_of_view=_number(sensor, 'camera/horizontal_fov'),
        near=_number(sensor, 'camera/clip/near'),
        far=_number(sensor, 'camera/clip/far'),
    )
