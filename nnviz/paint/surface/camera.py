"""From where the loss is seen as a landscape."""

import math

import msgspec
import numpy as np

from nnviz.arrays import Floats


class Camera(msgspec.Struct, frozen=True):
    """From where the landscape is seen: `azimuth` around it, `elevation` above the plane, in degrees."""

    azimuth: float = 35.0
    elevation: float = 40.0

    def turned(self, azimuth: float, elevation: float) -> "Camera":
        """Return the camera moved on by angles, never below the plane nor past straight above it."""
        return Camera((self.azimuth + azimuth) % 360.0, min(max(self.elevation + elevation, 5.0), 90.0))

    def project(self, points: Floats) -> Floats:
        """Return points (..., 3) as (right, up, towards the viewer)."""
        a, e = math.radians(self.azimuth), math.radians(self.elevation)
        right = np.array([math.cos(a), math.sin(a), 0.0])
        towards = np.array([math.sin(a) * math.cos(e), -math.cos(a) * math.cos(e), math.sin(e)])
        up = np.array([-math.sin(a) * math.sin(e), math.cos(a) * math.sin(e), math.cos(e)])
        return np.asarray(points @ np.stack([right, up, towards], axis=1))
