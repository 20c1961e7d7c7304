"""The solar terms (节气): the days on which the sun reaches a longitude, in Beijing.

The sun's place is that of J. Meeus, Astronomical Algorithms, 2nd ed., chapter 25 (low accuracy: 0.01°, a quarter of an
hour).
"""

import datetime as dt
import math

_EPOCH = dt.datetime(2000, 1, 1, 12)
_DAYS_OF_YEAR = 365.2422
_BEIJING = dt.timedelta(hours=8)


def day_of_longitude(year: int, longitude: float) -> dt.date:
    """The day of `year` on which the sun reaches `longitude` (degrees from the spring equinox: 清明 15, 冬至 270)."""
    new_year = (dt.datetime(year, 1, 1) - _EPOCH) / dt.timedelta(days=1)
    days = new_year + (longitude - _longitude(new_year)) % 360 / 360 * _DAYS_OF_YEAR
    for _ in range(4):
        days += _between(longitude - _longitude(days)) / 360 * _DAYS_OF_YEAR
    return (_EPOCH + dt.timedelta(days=days) + _BEIJING).date()


def _between(degrees: float) -> float:
    """The same angle from -180 to 180."""
    return (degrees + 180) % 360 - 180


def _longitude(days: float) -> float:
    """The sun's apparent longitude in degrees, `days` after noon of 1 January 2000."""
    centuries = days / 36525
    anomaly = math.radians(357.52911 + 35999.05029 * centuries - 0.0001537 * centuries**2)
    centre = (
        (1.914602 - 0.004817 * centuries) * math.sin(anomaly)
        + (0.019993 - 0.000101 * centuries) * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    mean = 280.46646 + 36000.76983 * centuries + 0.0003032 * centuries**2
    nutation = 0.00478 * math.sin(math.radians(125.04 - 1934.136 * centuries))
    return (mean + centre - 0.00569 - nutation) % 360
