"""Battery readings and sensor_msgs/BatteryState."""

from __future__ import annotations

import math

from sensor_msgs.msg import BatteryState

from patrol.messages import Battery
from patrol.nodes.convert.stamp import header, stamp_from_ros


def battery_to_ros(battery: Battery) -> BatteryState:
    """Return a reading; what the board does not measure is NaN."""
    charging = battery.charging
    status = BatteryState.POWER_SUPPLY_STATUS_DISCHARGING
    return BatteryState(
        header=header(battery.stamp, 'base_link'),
        voltage=battery.voltage,
        current=battery.current,
        percentage=battery.percentage,
        temperature=math.nan,
        charge=math.nan,
        capacity=math.nan,
        design_capacity=math.nan,
        power_supply_status=BatteryState.POWER_SUPPLY_STATUS_CHARGING if charging else status,
        power_supply_technology=BatteryState.POWER_SUPPLY_TECHNOLOGY_LION,
        present=True,
    )


def battery_from_ros(message: BatteryState) -> Battery:
    """Return the reading of a message."""
    return Battery(
        stamp=stamp_from_ros(message.header.stamp),
        voltage=message.voltage,
        current=message.current,
        percentage=message.percentage,
        charging=message.power_supply_status == BatteryState.POWER_SUPPLY_STATUS_CHARGING,
    )
