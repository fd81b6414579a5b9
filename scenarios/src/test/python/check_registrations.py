"""Checks every registration message of a capture: an implementation that shares nothing with the product.

    check_registrations.py CAPTURE.pcapng SPI=ALGORITHM:KEYFILE ...

ALGORITHM is hmac-md5, hmac-sha256 or md5-prefix-suffix; KEYFILE has one line, hex:..., base64:... or text:...
One line for each message; the last one sums up. Exits 1 unless there are messages, each has the authentication that
RFC 5944 section 3.5.2 asks for, every authenticator whose key is known is right, and so is every checksum.
"""

import base64
import hashlib
import hmac
import struct
import sys

REQUEST, REPLY = 1, 3
FIXED_PART = {REQUEST: 24, REPLY: 20}
NAMES = {REQUEST: "request", REPLY: "reply"}
MOBILE_HOME, MOBILE_FOREIGN, FOREIGN_HOME = 32, 33, 34
ONE_OCTET_PADDING = 0
LONG_FORMAT = {36, 38, 40, 42, 154}


def algorithm(name, key, text):
    if name == "hmac-md5":
        return hmac.new(key, text, hashlib.md5).digest()
    if name == "hmac-sha256":
        return hmac.new(key, text, hashlib.sha256).digest()
    if name == "md5-prefix-suffix":
        return hashlib.md5(key + text + key).digest()
    raise SystemExit("unknown algorithm " + name)


def read_key(file):
    kind, _, value = open(file).read().strip().partition(":")
    if kind == "hex":
        return bytes.fromhex(value)
    if kind == "base64":
        return base64.b64decode(value)
    if kind == "text":
        return value.encode()
    raise SystemExit(file + ": neither hex:, base64: nor text:")


def blocks(data):
    """The blocks of a pcapng file (draft-ietf-opsawg-pcapng section 3.1): type, body, byte order."""
    at, order = 0, "<"
    while at < len(data):
        if data[at : at + 4] == b"\n\r\r\n":
            order = "<" if data[at + 8 : at + 12] == b"\x4d\x3c\x2b\x1a" else ">"
        kind, length = struct.unpack(order + "II", data[at : at + 8])
        yield kind, data[at + 8 : at + length - 4], order
        at += length


def options(body, order):
    at = 0
    while at + 4 <= len(body):
        code, length = struct.unpack(order + "HH", body[at : at + 4])
        if code == 0:
            return
        yield code, body[at + 4 : at + 4 + length]
        at += 4 + (length + 3) // 4 * 4


def frames(file):
    """Number, interface name, octets and length on the wire of every frame."""
    interfaces, number = [], 0
    for kind, body, order in blocks(open(file, "rb").read()):
        if kind == 1:
            interfaces.append(dict(options(body[8:], order)).get(2, b"?").decode())
        elif kind == 6:
            interface, _, _, kept, length = struct.unpack(order + "IIIII", body[:20])
            number += 1
            yield number, interfaces[interface], body[20 : 20 + kept], length


def checksum(octets):
    if len(octets) % 2:
        octets += b"\0"
    total = sum(struct.unpack("!%dH" % (len(octets) // 2), octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def messages(frame):
    """The UDP datagrams to or from port 434 in a frame, in a tunnel or not: packet, UDP header and what follows it."""
    if frame[12:14] != b"\x08\x00":
        return
    packet = frame[14:]
    while len(packet) >= 20 and packet[0] >> 4 == 4:
        header = (packet[0] & 15) * 4
        packet = packet[: struct.unpack("!H", packet[2:4])[0]]
        if packet[9] == 4:
            packet = packet[header:]
            continue
        if packet[9] == 17 and 434 in struct.unpack("!HH", packet[header : header + 4]):
            yield packet[:header], packet[header:]
        return


def extensions(message):
    """Type, offset of the data, data; RFC 5944 sections 1.9 to 1.11."""
    at = FIXED_PART[message[0]]
    while at < len(message):
        kind = message[at]
        if kind == ONE_OCTET_PADDING:
            at += 1
            continue
        if kind in LONG_FORMAT:
            start, length = at + 4, struct.unpack("!H", message[at + 2 : at + 4])[0]
        else:
            start, length = at + 2, message[at + 1]
        if start + length > len(message):
            raise ValueError("extension %d at octet %d is cut" % (kind, at))
        yield kind, start, message[start : start + length]
        at = start + length


def check_headers(header, datagram):
    problems = []
    if checksum(header) != 0xFFFF:
        problems.append("wrong checksum of the IPv4 header")
    length = struct.unpack("!H", datagram[4:6])[0]
    if length != len(datagram):
        problems.append("UDP length %d of %d" % (length, len(datagram)))
    pseudo = header[12:20] + b"\0\x11" + datagram[4:6]
    if datagram[6:8] == b"\0\0":
        problems.append("no UDP checksum")
    elif checksum(pseudo + datagram) != 0xFFFF:
        problems.append("wrong UDP checksum")
    return problems


def check_message(message, keys):
    """What was checked, and what is wrong."""
    seen, problems = [], []
    for kind, start, data in extensions(message):
        if kind not in (MOBILE_HOME, MOBILE_FOREIGN, FOREIGN_HOME):
            continue
        spi, authenticator = struct.unpack("!I", data[:4])[0], data[4:]
        seen.append(kind)
        if spi in keys:
            name, key = keys[spi]
            if not hmac.compare_digest(algorithm(name, key, message[: start + 4]), authenticator):
                problems.append("extension %d, SPI 0x%x: wrong authenticator" % (kind, spi))
        elif kind == MOBILE_HOME:
            problems.append("extension %d: no key for SPI 0x%x" % (kind, spi))
    if seen.count(MOBILE_HOME) != 1:
        problems.append("%d Mobile-Home Authentication Extensions" % seen.count(MOBILE_HOME))
    return problems


def address(octets):
    return ".".join(str(octet) for octet in octets)


def main(file, arguments):
    keys = {}
    for argument in arguments:
        spi, _, rest = argument.partition("=")
        name, _, key_file = rest.partition(":")
        keys[int(spi, 0)] = (name, read_key(key_file))
    counts, bad = {REQUEST: 0, REPLY: 0}, 0
    for number, interface, frame, length in frames(file):
        for header, datagram in messages(frame):
            message = datagram[8:]
            if not message or message[0] not in FIXED_PART:
                continue
            problems = ["cut short by the capture"] if len(frame) < length else check_headers(header, datagram)
            try:
                problems += check_message(message, keys)
            except (ValueError, struct.error) as malformed:
                problems.append(str(malformed))
            counts[message[0]] += 1
            bad += bool(problems)
            print(
                "frame %d %s %s -> %s %s: %s"
                % (
                    number,
                    interface,
                    address(header[12:16]),
                    address(header[16:20]),
                    NAMES[message[0]],
                    ", ".join(problems) or "good",
                )
            )
    print("%d requests, %d replies, %d bad" % (counts[REQUEST], counts[REPLY], bad))
    return 1 if bad or not counts[REQUEST] else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
