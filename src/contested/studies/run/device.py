"""The device a scenario is simulated on."""

from __future__ import annotations

from typing import get_args

from contested.ground.errors import InputError
from contested.ground.options import Device
from contested.studies.arguments import short


def device_name(device: Device) -> str:
    """What a device is called here: "cpu", or the GPU's own name.

    Raises
    ------
    InputError
        If it is neither "cpu" nor "gpu", or there is no GPU.
    MissingExtra
        If there is one, and what drives it is not installed.
    """
    if device not in get_args(Device):
        raise InputError(
            f"device: expected cpu or gpu; got {short(device)}.", "leave it out to simulate on the processor's cores"
        )
    if device == "cpu":
        return device
    from contested.ground.device import require

    return require()
