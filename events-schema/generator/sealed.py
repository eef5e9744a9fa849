# SPDX-License-Identifier: Apache-2.0
"""The sealed form of personal fields (docs/formats.md), a second time and in the standard library only: XChaCha20-Poly1305
as the golden examples need it. Slow, and never used with a real key."""
import base64
import hashlib
import struct


def _rotate(value: int, by: int) -> int:
    return ((value << by) | (value >> (32 - by))) & 0xFFFFFFFF


def _rounds(state: list[int]) -> list[int]:
    x = list(state)
    columns = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)]
    diagonals = [(0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
    for _ in range(10):
        for a, b, c, d in columns + diagonals:
            for left, into, turned, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                x[left] = (x[left] + x[into]) & 0xFFFFFFFF
                x[turned] = _rotate(x[turned] ^ x[left], by)
    return x


_CONSTANTS = list(struct.unpack("<4I", b"expand 32-byte k"))


def _hchacha(key: bytes, nonce: bytes) -> bytes:
    x = _rounds(_CONSTANTS + list(struct.unpack("<8I", key)) + list(struct.unpack("<4I", nonce)))
    return struct.pack("<8I", *x[:4], *x[12:])


def _stream(key: bytes, nonce: bytes, counter: int, size: int) -> bytes:
    out = bytearray()
    while len(out) < size:
        state = _CONSTANTS + list(struct.unpack("<8I", key)) + [counter] + list(struct.unpack("<3I", nonce))
        out += struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(_rounds(state), state)))
        counter += 1
    return bytes(out[:size])


def _poly1305(key: bytes, message: bytes) -> bytes:
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(message), 16):
        block = message[at:at + 16] + b"\1"
        total = (total + int.from_bytes(block, "little")) * r % ((1 << 130) - 5)
    return ((total + int.from_bytes(key[16:], "little")) % (1 << 128)).to_bytes(16, "little")


def _tag(key: bytes, nonce: bytes, bound: bytes, cipher: bytes) -> bytes:
    def padded(data: bytes) -> bytes:
        return data + bytes(-len(data) % 16)
    lengths = struct.pack("<QQ", len(bound), len(cipher))
    return _poly1305(_stream(key, nonce, 0, 32), padded(bound) + padded(cipher) + lengths)


def bound(community: str, command: str, event_type: str, of: str, personal_class: str) -> bytes:
    out = b"palabre/1/sealed\0"
    for part in (community, command, event_type, of, personal_class):
        out += struct.pack(">I", len(part.encode())) + part.encode()
    return out


def seal(key: bytes, binding: bytes, plain: bytes) -> str:
    """A box whose nonce follows from what it is bound to: for examples that stay the same, never for real data."""
    nonce = hashlib.blake2b(binding + plain, digest_size=24).digest()
    inner, short = _hchacha(key, nonce[:16]), bytes(4) + nonce[16:]
    cipher = bytes(a ^ b for a, b in zip(plain, _stream(inner, short, 1, len(plain))))
    return base64.urlsafe_b64encode(nonce + cipher + _tag(inner, short, binding, cipher)).rstrip(b"=").decode()


def open_box(key: bytes, binding: bytes, box: str) -> bytes | None:
    """The plain text, or None."""
    raw = base64.urlsafe_b64decode(box + "=" * (-len(box) % 4))
    nonce, cipher, tag = raw[:24], raw[24:-16], raw[-16:]
    inner, short = _hchacha(key, nonce[:16]), bytes(4) + nonce[16:]
    if _tag(inner, short, binding, cipher) != tag:
        return None
    return bytes(a ^ b for a, b in zip(cipher, _stream(inner, short, 1, len(cipher))))
