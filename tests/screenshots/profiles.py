"""ICC profiles made here (ICC.1:2010), of spaces whose colours can be worked out without them."""

import struct

GAMMA = 2.2
# Columns: what full red, green and blue are in XYZ under D50. Display P3 and sRGB, adapted by Bradford.
P3 = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))
SRGB = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))


def wide_profile() -> bytes:
    """A screen with the primaries of Display P3 and a gamma of 2.2."""
    tags = {name: _xyz(*values) for name, values in zip((b"rXYZ", b"gXYZ", b"bXYZ"), P3, strict=True)}
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(GAMMA * 256))
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve + bytes(2))
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags | {b"wtpt": _xyz(0.9642, 1.0, 0.8249)})


def odd_ink_profile() -> bytes:
    """A printer whose cyan ink is grass green, and whose paper is white."""
    paper, grass = (255, 128, 128), (140, 68, 188)
    # Corners of C, M, Y, K, the last one changing first; as CIELAB in bytes.
    corners = [grass if corner & 8 else paper for corner in range(16)]
    ramp = bytes(range(256))
    one = struct.pack(">i", 65536)
    matrix = one + bytes(12) + one + bytes(12) + one
    table = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + matrix + ramp * 4 + bytes(sum(corners, ())) + ramp * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"A2B0": table, b"wtpt": _xyz(0.9642, 1.0, 0.8249)})


def as_srgb(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """What a colour of the wide screen is in sRGB (IEC 61966-2-1), as near as that gets."""
    light = [(channel / 255) ** GAMMA for channel in colour]
    xyz = [sum(light[channel] * P3[channel][row] for channel in range(3)) for row in range(3)]
    linear = _solved([[SRGB[channel][row] for channel in range(3)] for row in range(3)], xyz)
    red, green, blue = (round(255 * _encoded(min(max(value, 0.0), 1.0))) for value in linear)
    return red, green, blue


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _solved(rows: list[list[float]], right: list[float]) -> list[float]:
    """By Cramer's rule."""
    whole = _determinant(rows)
    return [
        _determinant(
            [[right[at] if column == place else row[column] for column in range(3)] for at, row in enumerate(rows)]
        )
        / whole
        for place in range(3)
    ]


def _determinant(m: list[list[float]]) -> float:
    return sum(m[0][a] * (m[1][b] * m[2][c] - m[1][c] * m[2][b]) for a, b, c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)))


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _profile(kind: bytes, space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    name = b"made for a test\0"
    tags |= {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(78),
        b"cprt": b"text" + bytes(4) + b"none\0",
    }
    table, data = struct.pack(">I", len(tags)), b""
    for tag, content in tags.items():
        table += tag + struct.pack(">II", 132 + 12 * len(tags) + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    size = 128 + len(table) + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"none", 0x02400000, kind, space, connection)
    header += struct.pack(">6H", 2026, 11, 21, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + table + data
