"""Removes the texts from colour profiles (ICC.1) and keeps what viewers need for the right colours.

The profile of a screen or scanner names it, its maker and serial number, often its owner.
"""

import struct

HEADER_BYTES = 128
ENTRY_BYTES = 12  # of the table of tags: signature, offset, size

# White, black and primaries; curves; tables from and to the connection space: with the types that hold numbers alone.
NUMBERS = {tag: {b"XYZ "} for tag in (b"wtpt", b"bkpt", b"rXYZ", b"gXYZ", b"bXYZ")}
NUMBERS |= {tag: {b"curv", b"para"} for tag in (b"rTRC", b"gTRC", b"bTRC", b"kTRC")}
NUMBERS |= {
    tag: {b"mft1", b"mft2", b"mAB ", b"mBA "} for tag in (b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt")
}
NUMBERS |= {b"chad": {b"sf32"}}
NAME = "Colour profile"
# Of the header: the program, the maker, the model, the creator, the identity, and what is reserved.
ANONYMOUS = [(4, 8), (48, 56), (80, 128)]


def without_words(profile: bytes) -> bytes:
    """Return the same colours without names, makers and private tags; b"" for what is no profile (ICC.1, 7.2)."""
    if (
        len(profile) < HEADER_BYTES + 4
        or profile[36:40] != b"acsp"
        or struct.unpack_from(">I", profile)[0] != len(profile)
    ):
        return b""
    kept = [(tag, value) for tag, value in _tags(profile) if value[:4] in NUMBERS.get(tag, ())]
    return _laid_out(profile, [(b"desc", _name(profile)), (b"cprt", b"text\0\0\0\0-\0"), *kept]) if kept else b""


def _tags(profile):
    """Yield (signature, value) of every tag whose value lies inside the profile."""
    count = struct.unpack_from(">I", profile, HEADER_BYTES)[0]
    table = profile[HEADER_BYTES + 4 :][: count * ENTRY_BYTES]
    for tag, offset, size in struct.iter_unpack(">4sII", table[: len(table) // ENTRY_BYTES * ENTRY_BYTES]):
        if offset > HEADER_BYTES and offset + size <= len(profile):
            yield tag, profile[offset : offset + size]


def _name(profile):
    """Return a description that says nothing, in the type of the profile's version."""
    if profile[8] >= 4:
        text = NAME.encode("utf-16-be")
        return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(text), 28) + text
    text = NAME.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)


def _laid_out(profile, tags):
    """Put the header, the table and the values together; equal values, as the three curves mostly are, stand once."""
    table, values, places = b"", b"", {}
    begin = HEADER_BYTES + 4 + ENTRY_BYTES * len(tags)
    for tag, value in tags:
        if value not in places:
            places[value] = begin + len(values)
            values += value + bytes(-len(value) % 4)
        table += struct.pack(">4sII", tag, places[value], len(value))
    header = bytearray(profile[:HEADER_BYTES])
    header[:4] = struct.pack(">I", begin + len(values))
    for start, end in ANONYMOUS:
        header[start:end] = bytes(end - start)
    return bytes(header) + struct.pack(">I", len(tags)) + table + values
