#!/usr/bin/env python3
"""Registration messages of Mobile IPv4, made and checked without any of the product's code.

A second reading of RFC 5944 (sections 1.8 to 1.11 and 3.3 to 3.5), with the standard library of Python only. What the
product and this program disagree about, one of them has read wrongly.

    mip_messages.py check CAPTURE... SPI=KEY...   verify every authenticator in pcap or pcapng files
    mip_messages.py read SPI=KEY...               verify messages, one in hexadecimal on each line of standard input
    mip_messages.py build SPI=KEY...              make messages, one described on each line of standard input

SPI is decimal or 0x and hexadecimal. KEY is hexadecimal digits, preceded by hmac-sha256: or md5-prefix-suffix: where
it is not for HMAC-MD5. `build` signs with each in turn; 34/SPI=KEY makes a Foreign-Home Authentication Extension where
SPI=KEY makes a Mobile-Home one. A description is what `read` prints, without its first word:

    request FLAGS LIFETIME HOME-ADDRESS HOME-AGENT CARE-OF-ADDRESS IDENTIFICATION [TYPE:DATA...]
    reply CODE LIFETIME HOME-ADDRESS HOME-AGENT IDENTIFICATION [TYPE:DATA...]

Exit code 0: everything verified. 1: something did not, or there was nothing to verify. 2: wrong usage.
"""
import hashlib
import hmac
import ipaddress
import struct
import sys

PORT = 434
FIXED_SIZE = {1: 24, 3: 20}
NAME = {1: "request", 3: "reply"}
AUTHENTICATION = {32: "mobile-home", 33: "mobile-foreign", 34: "foreign-home"}
MOBILE_HOME = 32
LONG_FORMAT = {36, 38, 40, 41, 42, 43}

ALGORITHMS = {
    "hmac-md5": lambda key, text: hmac.new(key, text, hashlib.md5).digest(),
    "hmac-sha256": lambda key, text: hmac.new(key, text, hashlib.sha256).digest(),
    "md5-prefix-suffix": lambda key, text: hashlib.md5(key + text + key).digest(),
}


class Malformed(Exception):
    """Octets that are no registration message, or a file that is no capture."""


def parse_key(argument):
    """One [TYPE/]SPI=KEY argument: (type, SPI, function from octets to their authenticator)."""
    index, _, secret = argument.partition("=")
    kind, _, spi = index.rpartition("/")
    algorithm, _, digits = secret.rpartition(":")
    digest, key = ALGORITHMS[algorithm or "hmac-md5"], bytes.fromhex(digits)
    return int(kind or MOBILE_HOME), int(spi, 0), lambda text: digest(key, text)


# --- messages ---------------------------------------------------------------------------------------------------------


def extensions_of(message):
    """(position, type, header size, data) of every extension, padding left out."""
    at = FIXED_SIZE[message[0]]
    while at < len(message):
        kind = message[at]
        if kind == 0:
            at += 1
            continue
        header = 4 if kind in LONG_FORMAT else 2
        if at + header > len(message):
            raise Malformed("extension %d at octet %d has no length" % (kind, at))
        size = struct.unpack_from("!H", message, at + 2)[0] if header == 4 else message[at + 1]
        end = at + header + size
        if end > len(message):
            raise Malformed("extension %d at octet %d ends at octet %d of %d" % (kind, at, end, len(message)))
        yield at, kind, header, message[at + header : end]
        at = end


def describe(message):
    """The description of a message, its authentication extensions left out."""
    if not message or message[0] not in FIXED_SIZE or len(message) < FIXED_SIZE[message[0]]:
        raise Malformed("no registration message: " + message.hex())
    kind, second, lifetime = struct.unpack_from("!BBH", message)
    addresses = [message[at : at + 4] for at in range(4, FIXED_SIZE[kind] - 8, 4)]
    words = [NAME[kind], str(second), str(lifetime)]
    words += [str(ipaddress.IPv4Address(address)) for address in addresses]
    words.append(message[FIXED_SIZE[kind] - 8 : FIXED_SIZE[kind]].hex())
    words += ["%d:%s" % (t, data.hex()) for _, t, _, data in extensions_of(message) if t not in AUTHENTICATION]
    return " ".join(words)


def build(description, signers):
    """The message that a description means, with an authentication extension of each signer at its end."""
    words = description.split()
    kind = {name: number for number, name in NAME.items()}[words[0]]
    address_count = 3 if kind == 1 else 2
    message = struct.pack("!BBH", kind, int(words[1]), int(words[2]))
    for address in words[3 : 3 + address_count]:
        message += ipaddress.IPv4Address(address).packed
    message += bytes.fromhex(words[3 + address_count])
    for extension in words[4 + address_count :]:
        number, _, data = extension.partition(":")
        message += bytes([int(number), len(data) // 2]) + bytes.fromhex(data)
    for kind, spi, digest in signers:
        message += bytes([kind, 4 + len(digest(b""))]) + struct.pack("!I", spi)
        message += digest(message)
    return message


def verify(message, keys):
    """What is wrong with each authenticator of a message: (name, SPI, None where nothing is)."""
    verdicts = []
    for at, kind, header, data in extensions_of(message):
        if kind not in AUTHENTICATION:
            continue
        if len(data) < 4:
            raise Malformed("extension %d at octet %d has no SPI" % (kind, at))
        spi = struct.unpack_from("!I", data)[0]
        if spi not in keys:
            wrong = "no key is given for it"
        else:
            wrong = None if data[4:] == keys[spi](message[: at + header + 4]) else "the authenticator is wrong"
        verdicts.append((AUTHENTICATION[kind], spi, wrong))
    return verdicts


# --- captures ---------------------------------------------------------------------------------------------------------


def frames_of(path):
    """(interface name, link type, octets) of every packet of a pcap or pcapng file."""
    with open(path, "rb") as file:
        octets = file.read()
    if octets[:4] == b"\x0a\x0d\x0d\x0a":
        return pcapng_frames(octets)
    for order in "<>":
        if len(octets) >= 24 and struct.unpack_from(order + "I", octets)[0] in (0xA1B2C3D4, 0xA1B23C4D):
            return pcap_frames(octets, order)
    raise Malformed(path + " is neither pcap nor pcapng")


def pcap_frames(octets, order):
    link = struct.unpack_from(order + "I", octets, 20)[0] & 0xFFFF
    at = 24
    while at < len(octets):
        if at + 16 > len(octets):
            raise Malformed("the capture ends within a packet")
        captured = struct.unpack_from(order + "I", octets, at + 8)[0]
        if at + 16 + captured > len(octets):
            raise Malformed("the capture ends within a packet")
        yield "-", link, octets[at + 16 : at + 16 + captured]
        at += 16 + captured


def pcapng_frames(octets):
    at, order, interfaces = 0, "<", []
    while at < len(octets):
        if octets[at : at + 4] == b"\x0a\x0d\x0d\x0a":
            order = "<" if octets[at + 8 : at + 12] == b"\x4d\x3c\x2b\x1a" else ">"
            interfaces = []
        if at + 12 > len(octets):
            raise Malformed("the capture ends within a block")
        kind, size = struct.unpack_from(order + "II", octets, at)
        if size < 12 or size % 4 or at + size > len(octets):
            raise Malformed("the capture ends within a block")
        body = octets[at + 8 : at + size - 4]
        if kind == 1:
            link, name = struct.unpack_from(order + "H", body)[0], option(body[8:], 2, order)
            interfaces.append((name.decode("utf-8", "replace") or str(len(interfaces)), link))
        elif kind == 6:
            interface, _, _, captured = struct.unpack_from(order + "IIII", body)
            yield (*interfaces[interface], body[20 : 20 + captured])
        elif kind == 3:
            original = struct.unpack_from(order + "I", body)[0]
            yield (*interfaces[0], body[4 : 4 + original])
        at += size


def option(options, wanted, order):
    """The value of one option of a block, empty where it is not there."""
    at = 0
    while at + 4 <= len(options):
        code, size = struct.unpack_from(order + "HH", options, at)
        if code == wanted:
            return options[at + 4 : at + 4 + size]
        if code == 0:
            break
        at += 4 + (size + 3) // 4 * 4
    return b""


def ip_packet(link, frame):
    """The IPv4 packet in a frame, empty where there is none."""
    if link in (12, 101, 228):
        return frame
    type_at = {1: 12, 113: 14, 276: 0}.get(link)
    if type_at is None:
        raise Malformed("link type %d is not known" % link)
    payload_at = {1: 14, 113: 16, 276: 20}[link]
    while frame[type_at : type_at + 2] in (b"\x81\x00", b"\x88\xa8") and link == 1:
        type_at, payload_at = type_at + 4, payload_at + 4
    return frame[payload_at:] if frame[type_at : type_at + 2] == b"\x08\x00" else b""


def datagram(packet):
    """(source, destination, payload) of a datagram to or from port 434, tunneled or not; None for anything else."""
    while len(packet) >= 20 and packet[0] >> 4 == 4:
        header, total = (packet[0] & 15) * 4, struct.unpack_from("!H", packet, 2)[0]
        payload = packet[header:total]
        if packet[9] == 4 and struct.unpack_from("!H", packet, 6)[0] & 0x3FFF == 0:
            packet = payload
            continue
        if packet[9] != 17 or len(payload) < 8 or struct.unpack_from("!H", packet, 6)[0] & 0x1FFF:
            return None
        source, destination, size = struct.unpack_from("!HHH", payload)
        if PORT not in (source, destination):
            return None
        ends = [str(ipaddress.IPv4Address(packet[at : at + 4])) for at in (12, 16)]
        return "%s:%d" % (ends[0], source), "%s:%d" % (ends[1], destination), payload[8:size]
    return None


# --- commands ---------------------------------------------------------------------------------------------------------


def check_message(message, keys):
    """(good, bad, text) for one message; one without an authenticator is bad."""
    text = describe(message)
    verdicts = verify(message, keys)
    if not verdicts:
        return 0, 1, text + ": no authenticator"
    bad = [verdict for verdict in verdicts if verdict[2]]
    said = ", ".join("%s 0x%x %s" % (name, spi, wrong or "good") for name, spi, wrong in verdicts)
    return len(verdicts) - len(bad), len(bad), text + ": " + said


def check(paths, keys):
    good = bad = 0
    for path in paths:
        for number, (interface, link, frame) in enumerate(frames_of(path), 1):
            found = datagram(ip_packet(link, frame))
            if not found or (found[2] and found[2][0] not in FIXED_SIZE):
                continue
            try:
                more_good, more_bad, text = check_message(found[2], keys)
            except Malformed as malformed:
                more_good, more_bad, text = 0, 1, str(malformed)
            good, bad = good + more_good, bad + more_bad
            print("%s frame %d %s %s > %s %s" % (path, number, interface, found[0], found[1], text))
    print("%d authenticators good, %d bad" % (good, bad))
    return 0 if good and not bad else 1


def read(lines, keys):
    good = bad = 0
    for line in lines:
        try:
            message = bytes.fromhex(line)
            text = describe(message)
            verdicts = verify(message, keys)
            fine = bool(verdicts) and not any(wrong for _, _, wrong in verdicts)
            good, bad = good + fine, bad + (not fine)
            print("good" if fine else "bad", text)
        except Malformed as malformed:
            bad += 1
            print("malformed", malformed)
    return 0 if good and not bad else 1


def main(arguments):
    try:
        signers = [parse_key(argument) for argument in arguments[1:] if "=" in argument]
        keys = {spi: digest for _, spi, digest in signers}
        paths = [argument for argument in arguments[1:] if "=" not in argument]
        if arguments[:1] == ["check"] and paths and keys:
            return check(paths, keys)
        if arguments[:1] == ["read"] and not paths and keys:
            return read(sys.stdin, keys)
        if arguments[:1] == ["build"] and not paths and signers:
            for line in sys.stdin:
                print(build(line, signers).hex())
            return 0
    except Malformed as malformed:
        print(malformed, file=sys.stderr)
        return 1
    except (struct.error, IndexError) as damaged:
        print("the capture is damaged: %s" % damaged, file=sys.stderr)
        return 1
    except (KeyError, ValueError, OSError) as wrong:
        print("%s: %s" % (type(wrong).__name__, wrong), file=sys.stderr)
        return 2
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
