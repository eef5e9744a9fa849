# SPDX-License-Identifier: Apache-2.0
"""Makes the files that the tests send, as phones, screens and attackers would, and says what is in an answer's bytes.
Run by build/python, which has Pillow:

pictures.py make FOLDER     every file
pictures.py look FILE…      a JSON line for each picture: format, size, corners, exif, profile
"""
import io
import json
import pathlib
import struct
import sys
import zlib

from PIL import Image

PLACE = b"GPSPLACEMARK"  # stands in the EXIF of the phone's photo
RED, BLUE, GREEN, WHITE = (220, 20, 20), (20, 20, 220), (20, 180, 20), (250, 250, 250)


def corners(width, height):
    """Each quarter has a colour: top left red, top right blue, bottom left green, bottom right white."""
    picture = Image.new("RGB", (width, height), WHITE)
    picture.paste(RED, (0, 0, width // 2, height // 2))
    picture.paste(BLUE, (width // 2, 0, width, height // 2))
    picture.paste(GREEN, (0, height // 2, width // 2, height))
    return picture


def saved(picture, kind, **how):
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def phone(orientation):
    """A photo that stands upright only after its orientation was heeded, with a place."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telephone"
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 13.0, 5.0), 3: "W", 4: (1.0, 33.0, 10.0), 29: PLACE.decode()})
    undo = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}[orientation]
    upright = corners(1500, 2000)
    stored = upright if undo is None else upright.transpose(undo)
    return saved(stored, "JPEG", quality=90, exif=exif, comment=b"COMMENTMARK")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width, height, data, interlaced=0):
    """A PNG of one bit a dot that says it has that size."""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, interlaced)) +
            chunk(b"IDAT", data) + chunk(b"IEND", b""))


def interlaced(picture):
    """A PNG in Adam7's order, which Pillow does not write."""
    width, height = picture.size
    dots, data = picture.load(), b""
    for left, top, right, down in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        for y in range(top, height, down):
            line = b"".join(bytes(dots[x, y]) for x in range(left, width, right))
            data += b"\0" + line if line else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)) +
            chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))


def swapped_profile():
    """A profile of sRGB's colours that calls its red blue and its blue red."""
    def s15(value):
        return struct.pack(">i", round(value * 65536))

    def xyz(*values):
        return b"XYZ \0\0\0\0" + b"".join(map(s15, values))

    gamma = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    red, green, blue = xyz(0.4360, 0.2225, 0.0139), xyz(0.3851, 0.7169, 0.0971), xyz(0.1431, 0.0606, 0.7141)
    white = xyz(0.9642, 1.0, 0.8249)
    name = b"desc\0\0\0\0" + struct.pack(">I", 8) + b"swapped\0" + bytes(78)
    tags = [(b"desc", name), (b"cprt", b"text\0\0\0\0none\0"), (b"wtpt", white), (b"rXYZ", blue), (b"gXYZ", green),
            (b"bXYZ", red), (b"rTRC", gamma), (b"gTRC", gamma), (b"bTRC", gamma)]
    table, data = struct.pack(">I", len(tags)), b""
    for tag, content in tags:
        content += bytes(-len(content) % 4)
        table += tag + struct.pack(">II", 128 + 4 + 12 * len(tags) + len(data), len(content))
        data += content
    head = (struct.pack(">I", 128 + len(table) + len(data)) + b"\0\0\0\0\x02\x40\0\0mntrRGB XYZ " +
            struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + s15(0.9642) + s15(1.0) + s15(0.8249))
    return head.ljust(128, b"\0") + table + data


def make(folder):
    photo, screen = corners(1600, 1200), corners(900, 700)
    glass = corners(400, 300).convert("RGBA")
    glass.putalpha(Image.linear_gradient("L").resize((400, 300)))
    jpeg = saved(photo, "JPEG", quality=90)
    png = saved(screen, "PNG")
    webp = saved(screen, "WEBP")
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    script = b"<script>document.title='SCRIPTMARK'</script>"
    frames = [corners(60, 60), corners(60, 60).rotate(90)]
    files = {
        **{f"phone{turn}.jpg": phone(turn) for turn in (1, 3, 6, 8)},
        "photo.jpg": jpeg,
        "profiled.jpg": saved(photo, "JPEG", quality=90, icc_profile=swapped_profile()),
        "profiled.png": saved(screen, "PNG", icc_profile=swapped_profile()),
        "profiled.webp": saved(screen, "WEBP", lossless=True, icc_profile=swapped_profile()),
        "profile-broken.jpg": saved(photo, "JPEG", quality=90, icc_profile=b"no profile at all"),
        "progressive.jpg": saved(photo, "JPEG", progressive=True),
        "grey.jpg": saved(photo.convert("L"), "JPEG"),
        "inks.jpg": saved(photo.convert("CMYK"), "JPEG"),
        "screen.png": png,
        "sixteen.png": saved(Image.new("I;16", (50, 40), 30000), "PNG"),
        "palette.png": saved(screen.convert("P"), "PNG"),
        "glass.png": saved(glass, "PNG"),
        "glass.webp": saved(glass, "WEBP", lossless=True),
        "screen.webp": webp,
        "interlaced.png": interlaced(screen),
        "small.png": saved(corners(16, 12), "PNG"),
        "leaflet.pdf": pdf,
        "leaflet-as.jpg": pdf,
        "photo-as.pdf": jpeg,
        # Two things at once.
        "tail.jpg": jpeg + script + b"%PDF-1.4",
        "tail.png": png + b"PK\x03\x04" + script,
        "page.pdf": b"%PDF-1.4\n" + script,
        "text.png": png[:33] + chunk(b"tEXt", b"Comment\0" + script) + png[33:],
        # What is not taken.
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'>" + script + b"</svg>",
        "page.html": b"<!doctype html>" + script,
        "late.pdf": b"\n%PDF-1.4\n",
        "film.gif": saved(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        "moving.webp": saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]),
        "empty.jpg": b"",
        "cut.jpg": jpeg[:len(jpeg) // 2],
        "cut.png": png[:len(png) // 2],
        "cut.webp": webp[:len(webp) // 2],
        "head.jpg": b"\xff\xd8\xff\xe0",
        # A few bytes that would be gigabytes.
        "bomb.png": png_of(60_000, 60_000, zlib.compress(bytes(1 << 20))),
        "tall.png": png_of(1, 16_384, zlib.compress(bytes(2 * 16_384))),
        "whole.png": png_of(16_000, 6_000, zlib.compress(bytes(1 << 16)), interlaced=1),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    # 48 million dots that are really there, in some kilobytes: large, but read line by line.
    wide = Image.new("1", (8_000, 6_000), 1)
    wide.save(folder / "wide.png")


def look(file):
    content = pathlib.Path(file).read_bytes()
    picture = Image.open(io.BytesIO(content))
    picture.load()
    dots = picture.convert("RGBA")
    width, height = picture.size
    places = {"top_left": (2, 2), "top_right": (width - 3, 2), "bottom_left": (2, height - 3),
              "bottom_right": (width - 3, height - 3)}
    return {"format": picture.format, "size": picture.size, "mode": picture.mode,
            "exif": len(picture.getexif()), "profile": picture.info.get("icc_profile") is not None,
            **{name: dots.getpixel(place) for name, place in places.items()}}


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(pathlib.Path(sys.argv[2]))
    else:
        for each in sys.argv[2:]:
            print(json.dumps(look(each)))
