#!/usr/bin/python3
"""Writes packets.txt, the packets that every dataplane is asked about: ./packets.py > packets.txt

The octets are scapy's, not ours. What is expected is written here by hand, row by row, from the RFCs and from the ladder
of reasons in the package's Javadoc. Needs python3-scapy; the tests need only packets.txt.
"""
from itertools import groupby

from scapy.all import GRE, ICMP, IP, TCP, UDP, Raw

HA, HA2 = "10.10.0.1", "10.10.0.2"
MN, SIMULTANEOUS, NEIGHBOUR, SECOND_END = "10.10.0.57", "10.10.0.58", "10.10.0.59", "10.10.0.60"
TO_ITSELF, TO_THE_AGENT, NOBODY = "10.10.0.61", "10.10.0.62", "10.10.0.99"
CAFE, OTHER, TRAIN, OFFICE = "192.0.2.44", "192.0.2.45", "198.51.100.45", "203.0.113.60"
OVERLAP, CN, STRANGER = "198.51.100.44", "172.16.0.9", "172.16.0.66"
GRE_NODE, GRE_EXIT = "10.10.0.63", "198.51.100.63"
MIN_NODE, MIN_EXIT = "10.10.0.64", "198.51.100.64"
MIXED, MIXED_MIN, MIXED_GRE = "10.10.0.65", "198.51.100.65", "203.0.113.65"
NARROW, NARROW_EXIT = "10.10.0.66", "203.0.113.66"
NARROW_GRE, NARROW_GRE_EXIT = "10.10.0.67", "203.0.113.67"
NARROW_MIN, NARROW_MIN_EXIT = "10.10.0.68", "203.0.113.68"
NARROW_AND_WIDE, WIDE_EXIT = "10.10.0.69", "198.51.100.69"
ROUTER = "192.0.2.254"
KEYED, KEYED_EXIT = "10.10.0.70", "198.51.100.70"
AGENT = "192.0.2.1"
NAT = "203.0.113.77"
NATTED, NATTED_GRE, NATTED_MIN, HALF_BOUND = "10.10.0.80", "10.10.0.81", "10.10.0.82", "10.10.0.83"
NAT_PORT, NAT_GRE_PORT, NAT_MIN_PORT, TOLD_PORT, NODE_PORT = 41023, 41024, 41025, 41026, 40057
NARROW_UDP, NARROW_PORT = "10.10.0.84", 41027

WORLD = f"""\
# Packets and what becomes of them. Written by packets.py: change that, not this.
#
#   name | direction | in | what comes out, or why nothing does
#
# ha-out: read from the home agent's tunnel interface      ha-in: received by the home agent with protocol 4, 47 or 55, or 17
# ha-fwd: as it came from a link, its hop not counted      ha-err: an ICMP error about the datagram before it, which was sent
# mn-…: the same of the mobile node; mg-…: where GRE was agreed on; mm-…: minimal encapsulation; mb-…: that takes broadcasts;
# no-…: that has no tunnel; mf-…: that a foreign agent serves, and that takes broadcasts    fa-…: the same of the foreign agent
# …-lan: heard by the home agent on the home link. {MN} wants broadcasts, at {CAFE} (bd; bg: by GRE, bm: minimal encapsulation)
# or behind the foreign agent {AGENT} (fi, fg, fm), at both (b2), or where the link takes 1000 octets (bn, fn); {SIMULTANEOUS}
# does not. The group 239.1.2.3 is passed on to whoever wants broadcasts, others to who has joined them
# mu-…: where UDP was agreed on
# One result for each copy or fragment, in their order, joined by " + ", then the reasons why others are dropped. "! " is an
# ICMP error to the sender; "held" a fragment that waits for others. iiii is any Identification but zero, cccc the checksum
# that makes the outer header's sum right; in the quote of an error iiii is the Identification that was sent, and ssss the
# error's checksum; xx{{n}} is the octet xx, n times.
#
# Home agent:  {MN} at {CAFE}, {SIMULTANEOUS} at {OTHER} and {TRAIN}, {NEIGHBOUR} at {CAFE} too,
#              {TO_ITSELF} at {TO_ITSELF}, {TO_THE_AGENT} at {HA}: all by its address {HA}; {SECOND_END} at {OFFICE} by {HA2}.
#              {GRE_NODE} at {GRE_EXIT} by GRE, {MIN_NODE} at {MIN_EXIT} by minimal encapsulation,
#              {MIXED} at {MIXED_MIN} by minimal encapsulation and at {MIXED_GRE} by GRE.
#              {KEYED} at {KEYED_EXIT} by GRE with the key 0x01020304 in what is sent and 0x0a0b0c0d in what comes back.
#              {NARROW} at {NARROW_EXIT}, {NARROW_GRE} at {NARROW_GRE_EXIT} by GRE, {NARROW_MIN} at {NARROW_MIN_EXIT} by minimal
#              encapsulation, {NARROW_AND_WIDE} at {NARROW_EXIT} and {WIDE_EXIT}: the link to 203.0.113.66-68 takes 1000 octets.
#              Within UDP: {NATTED} at {NAT} port {NAT_PORT}, {NATTED_GRE} by GRE at port {NAT_GRE_PORT}, {NATTED_MIN} by minimal
#              encapsulation at port {NAT_MIN_PORT}, {HALF_BOUND} half bound at {NAT}, {NARROW_UDP} at {NARROW_EXIT} port {NARROW_PORT}.
# Foreign agent {AGENT}: serves {MN}, which encapsulates to it, {GRE_NODE} by GRE, {MIN_NODE} by minimal encapsulation, and
#              {SIMULTANEOUS} without a reverse tunnel, all of {HA}.
# Mobile node: {MN} at {CAFE}, home agent {HA}; also receives at {OVERLAP}; mb also at {MN}; mu within UDP from port {NODE_PORT},
#              and at {OVERLAP} either way.
"""

rows = []


def octets(packet):
    return bytes(packet)


def row(name, direction, packets, *results):
    assert name not in [r[0] for r in rows], name
    packets = packets if isinstance(packets, list) else [packets]
    given = [p if isinstance(p, str) else octets(p).hex() for p in packets]
    rows.append((name, direction, " + ".join(short(g) for g in given), " + ".join(short(r) for r in map(expand, results))))


def short(digits):
    """Long runs of one octet as xx{n}."""
    start = "! " if digits.startswith("! ") else ""
    digits = digits[len(start):]
    pairs = [digits[i:i + 2] for i in range(0, len(digits), 2)]
    runs = [(pair, len(list(run))) for pair, run in groupby(pairs)]
    return start + "".join(f"{pair}{{{count}}}" if count >= 16 else pair * count for pair, count in runs)


def into(packet, source, destination):
    """The outer datagram that must come out, by scapy, with what varies blanked."""
    inner = octets(packet)
    flags = "DF" if inner[6] & 0x40 else 0
    outer = octets(IP(src=source, dst=destination, tos=inner[1], ttl=64, proto=4, flags=flags, id=1) / Raw(inner)).hex()
    return short(outer[:8] + "iiii" + outer[12:20] + "cccc" + outer[24:])


def outer(inner, source=CAFE, destination=HA, **fields):
    given = dict(src=source, dst=destination, proto=4, ttl=60, id=0x4d4d, flags="DF")
    given.update(fields)
    return octets(IP(**given) / Raw(octets(inner)))


def header_sum(words):
    """RFC 1071."""
    total = sum(int.from_bytes(words[i:i + 2], "big") for i in range(0, len(words), 2))
    return ((total & 0xffff) + (total >> 16) ^ 0xffff) & 0xffff


def into_gre(packet, source, destination):
    inner = octets(packet)
    flags = "DF" if inner[6] & 0x40 else 0
    wrapped = octets(IP(src=source, dst=destination, tos=inner[1], ttl=64, proto=47, flags=flags, id=1)
                     / GRE(proto=0x800) / Raw(inner)).hex()
    return short(wrapped[:8] + "iiii" + wrapped[12:20] + "cccc" + wrapped[24:])


def gre(inner, source=GRE_EXIT, destination=HA, outer_fields=None, **fields):
    given = dict(src=source, dst=destination, proto=47, ttl=60, id=0x4d4d, flags="DF")
    given.update(outer_fields or {})
    gre_fields = dict(proto=0x800)
    gre_fields.update(fields)
    return octets(IP(**given) / GRE(**gre_fields) / Raw(octets(inner)))


def minimal(inner, source, destination, reserved=0, with_source=None, **outer_fields):
    """RFC 2004, by hand: the header of the datagram itself, changed, and the forwarding header behind it."""
    inner = octets(inner)
    length = (inner[0] & 0xf) * 4
    original_source, original_destination = inner[12:16], inner[16:20]
    outer_source = bytes(int(part) for part in source.split("."))
    outer_destination = bytes(int(part) for part in destination.split("."))
    present = original_source != outer_source if with_source is None else with_source
    forwarding = bytes([inner[9], (0x80 if present else 0) | reserved, 0, 0]) + original_destination
    forwarding += original_source if present else b""
    forwarding = forwarding[:2] + header_sum(forwarding).to_bytes(2, "big") + forwarding[4:]
    changed = bytearray(inner[:length])
    changed[2:4] = (len(inner) + len(forwarding)).to_bytes(2, "big")
    changed[8] = outer_fields.get("ttl", changed[8])
    changed[9] = outer_fields.get("proto", 55)
    changed[12:20] = outer_source + outer_destination
    changed[10:12] = b"\0\0"
    changed[10:12] = header_sum(bytes(changed)).to_bytes(2, "big")
    return bytes(changed) + forwarding + inner[length:]


def answer(packet, source, kind, code, mtu=0, pointer=0):
    """The ICMP error that the sender of the packet gets."""
    about = octets(packet)
    message = ICMP(type=kind, code=code)
    if mtu:
        message = ICMP(type=kind, code=code, nexthopmtu=mtu)
    if pointer:
        message = ICMP(type=kind, code=code, ptr=pointer)
    to = ".".join(str(octet) for octet in about[12:16])
    error = octets(IP(src=source, dst=to, tos=0xc0, ttl=64, proto=1, id=1) / message / Raw(about[:548])).hex()
    return "! " + short(error[:8] + "iiii" + error[12:20] + "cccc" + error[24:])


def about(sent, kind, code, mtu=0, pointer=0, quoted=None, router=ROUTER, to=None, unused=0, tail=b""):
    """An ICMP error from a router in the tunnel about the outer packet that was sent; its checksum is for the test to find."""
    whole = expand(sent).replace("cccc", "0000")
    quote = whole if quoted is None else whole[:2 * quoted]
    rest = unused << 16 | mtu if kind == 3 else pointer << 24
    digits = f"{kind:02x}{code:02x}ssss{rest:08x}" + quote + tail.hex()
    to = to or ".".join(str(int(whole[i:i + 2], 16)) for i in range(24, 32, 2))
    return octets(IP(src=router, dst=to, ttl=250, id=3, proto=1, len=20 + len(digits) // 2)).hex() + digits


def expand(digits):
    while "{" in digits:
        at = digits.index("{")
        end = digits.index("}")
        digits = digits[:at - 2] + digits[at - 2:at] * int(digits[at + 1:end]) + digits[end + 1:]
    return digits


def raw(packet):
    """What comes out of a tunnel: the inner datagram as it was."""
    return short(octets(packet).hex())


def ping(source, destination, **fields):
    given = dict(src=source, dst=destination, ttl=63, id=7)
    given.update(fields)
    return octets(IP(**given) / ICMP(id=1, seq=1) / Raw(b"mobile"))


def patched(packet, at, *values):
    copy = bytearray(octets(packet))
    copy[at:at + len(values)] = bytes(values)
    return bytes(copy)


def resummed(packet):
    """With the header checksum made right again after a patch."""
    copy = bytearray(packet)
    length = (copy[0] & 15) * 4
    copy[10:12] = b"\0\0"
    total = sum(int.from_bytes(copy[i:i + 2], "big") for i in range(0, length, 2))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    copy[10:12] = (total ^ 0xffff).to_bytes(2, "big")
    return bytes(copy)


UDP_PACKET = IP(src=CN, dst=MN, ttl=63, id=9) / UDP(sport=4000, dport=5000) / Raw(b"voice")
TCP_PACKET = IP(src=CN, dst=MN, ttl=63, id=10, flags="DF") / TCP(sport=80, dport=40000, flags="PA", seq=1, ack=2) / Raw(b"file")


def malformed(prefix, direction, good, to_reason=lambda word: word):
    """What is wrong with a header, whoever reads it."""
    good = octets(good)
    row(f"{prefix} nothing at all", direction, b"", to_reason("truncated"))
    row(f"{prefix} one octet", direction, good[:1], to_reason("truncated"))
    row(f"{prefix} 19 octets", direction, good[:19], to_reason("truncated"))
    row(f"{prefix} version 6", direction, patched(good, 0, 0x65), to_reason("not_ipv4"))
    row(f"{prefix} version 0", direction, patched(good, 0, 0x05), to_reason("not_ipv4"))
    row(f"{prefix} header length 16", direction, resummed(patched(good, 0, 0x44)), to_reason("bad_header_length"))
    row(f"{prefix} header longer than the packet", direction, patched(good[:40], 0, 0x4f), to_reason("bad_header_length"))
    row(f"{prefix} total length below the header", direction, resummed(patched(good, 2, 0, 19)), to_reason("bad_total_length"))
    row(f"{prefix} total length 0", direction, resummed(patched(good, 2, 0, 0)), to_reason("bad_total_length"))
    row(f"{prefix} total length one too many", direction, good[:-1], to_reason("bad_total_length"))
    row(f"{prefix} total length far too many", direction, resummed(patched(good, 2, 0xff, 0xff)), to_reason("bad_total_length"))
    row(f"{prefix} checksum off by one", direction, patched(good, 11, (good[11] + 1) & 255), to_reason("bad_header_checksum"))
    row(f"{prefix} checksum 0", direction, patched(good, 10, 0, 0), to_reason("bad_header_checksum"))


# --- into the home agent's tunnels ------------------------------------------------------------------------------------
row("ping to a mobile node", "ha-out", ping(CN, MN), into(ping(CN, MN), HA, CAFE))
row("udp without DF", "ha-out", UDP_PACKET, into(UDP_PACKET, HA, CAFE))
row("tcp with DF", "ha-out", TCP_PACKET, into(TCP_PACKET, HA, CAFE))
for tos in (0x01, 0x10, 0xb8, 0xff):
    row(f"type of service {tos:02x} is copied", "ha-out", ping(CN, MN, tos=tos), into(ping(CN, MN, tos=tos), HA, CAFE))
row("header only", "ha-out", IP(src=CN, dst=MN, ttl=9, proto=59), into(IP(src=CN, dst=MN, ttl=9, proto=59), HA, CAFE))
row("ttl 1 travels, the hop was counted before", "ha-out", ping(CN, MN, ttl=1), into(ping(CN, MN, ttl=1), HA, CAFE))
row("ttl 255 stays 255", "ha-out", ping(CN, MN, ttl=255), into(ping(CN, MN, ttl=255), HA, CAFE))
row("ttl 0", "ha-out", ping(CN, MN, ttl=0), "ttl_zero")
options = IP(src=CN, dst=MN, ttl=63, options=[b"\x94\x04\x00\x00"]) / UDP(sport=1, dport=2)  # router alert
row("options stay inside", "ha-out", options, into(options, HA, CAFE))
first = IP(src=CN, dst=MN, ttl=63, id=77, flags="MF") / UDP(sport=1, dport=2, len=64) / Raw(b"x" * 24)
last = IP(src=CN, dst=MN, ttl=63, id=77, frag=4, proto=17) / Raw(b"y" * 24)
row("first fragment of an inner datagram", "ha-out", first, into(first, HA, CAFE))
row("last fragment of an inner datagram", "ha-out", last, into(last, HA, CAFE))
evil = resummed(patched(ping(CN, MN), 6, 0x80))
row("reserved flag is not copied", "ha-out", evil, into(evil, HA, CAFE))
row("padding is cut off", "ha-out", ping(CN, MN) + b"\0" * 6, into(ping(CN, MN), HA, CAFE))
row("from the home agent itself", "ha-out", ping(HA, MN), into(ping(HA, MN), HA, CAFE))
row("from another mobile node", "ha-out", ping(SIMULTANEOUS, MN), into(ping(SIMULTANEOUS, MN), HA, CAFE))
row("two care-of addresses, two copies", "ha-out", ping(CN, SIMULTANEOUS),
    into(ping(CN, SIMULTANEOUS), HA, OTHER), into(ping(CN, SIMULTANEOUS), HA, TRAIN))
row("two mobile nodes behind one care-of address", "ha-out", ping(CN, NEIGHBOUR), into(ping(CN, NEIGHBOUR), HA, CAFE))
row("the end that the reply named", "ha-out", ping(CN, SECOND_END), into(ping(CN, SECOND_END), HA2, OFFICE))
row("no binding", "ha-out", ping(CN, NOBODY), "no_binding")
row("to the home agent", "ha-out", ping(CN, HA), "no_binding")
row("to a care-of address", "ha-out", ping(CN, CAFE), "no_binding")
row("broadcast", "ha-out", ping(CN, "10.10.0.255"), "no_binding")
row("multicast", "ha-out", ping(CN, "224.0.0.5"), "no_binding")
row("source is the tunnel's exit", "ha-out", ping(CAFE, MN), "source_is_tunnel_exit")
row("source is one of two exits", "ha-out", ping(TRAIN, SIMULTANEOUS),
    into(ping(TRAIN, SIMULTANEOUS), HA, OTHER), "source_is_tunnel_exit")
row("care-of address is the home address", "ha-out", ping(CN, TO_ITSELF), "tunnel_loop")
row("care-of address is the tunnel's beginning", "ha-out", ping(CN, TO_THE_AGENT), "tunnel_loop")
loop = outer(ping(CN, MN), CAFE, MN)
row("encapsulated by its own mobile node, to itself", "ha-out", loop, "tunnel_loop")
row("encapsulated by one care-of address of two, to itself", "ha-out", outer(ping(CN, SIMULTANEOUS), TRAIN, SIMULTANEOUS), "tunnel_loop")
row("our own packet comes back", "ha-out", outer(ping(CN, SIMULTANEOUS), HA, MN), "tunnel_loop")
row("our own packet comes back, from the other end", "ha-out", outer(ping(CN, SECOND_END), HA2, MN), "tunnel_loop")
foreign = outer(ping(CN, MN), STRANGER, MN)
row("encapsulated by another, to the mobile node", "ha-out", foreign, into(foreign, HA, CAFE))
nested = outer(ping(CN, NOBODY), STRANGER, MN)
row("encapsulated by another, to behind the mobile node", "ha-out", nested, into(nested, HA, CAFE))
largest = IP(src=CN, dst=MN, ttl=63, id=3, proto=59, len=65515) / Raw(b"\0" * 65495)
row("the largest that fits", "ha-out", largest, into(largest, HA, CAFE))
giant = octets(IP(src=CN, dst=MN, ttl=63, id=3, proto=59, len=65516) / Raw(b"\0" * 65496))
row("one octet more is cut", "ha-out", giant,
    into(IP(src=CN, dst=MN, ttl=63, id=3, proto=59, flags="MF") / Raw(b"\0" * 65488), HA, CAFE),
    into(IP(src=CN, dst=MN, ttl=63, id=3, proto=59, frag=8186) / Raw(b"\0" * 8), HA, CAFE))
stiff_giant = octets(IP(src=CN, dst=MN, ttl=63, id=3, proto=59, len=65516, flags="DF") / Raw(b"\0" * 65496))
row("one octet more with DF", "ha-out", stiff_giant, answer(stiff_giant, HA, 3, 4, mtu=65515), "exceeds_path_mtu")
malformed("out:", "ha-out", ping(CN, MN))

# --- out of the home agent's tunnels ----------------------------------------------------------------------------------
row("from a mobile node", "ha-in", outer(ping(MN, CN)), raw(ping(MN, CN)))
row("to the home agent, from a mobile node", "ha-in", outer(ping(MN, HA)), raw(ping(MN, HA)))
row("to another mobile node", "ha-in", outer(ping(MN, SIMULTANEOUS)), raw(ping(MN, SIMULTANEOUS)))
row("from the second care-of address", "ha-in", outer(ping(SIMULTANEOUS, CN), TRAIN), raw(ping(SIMULTANEOUS, CN)))
row("from the other node behind one care-of address", "ha-in", outer(ping(NEIGHBOUR, CN)), raw(ping(NEIGHBOUR, CN)))
row("to the second end", "ha-in", outer(ping(SECOND_END, CN), OFFICE, HA2), raw(ping(SECOND_END, CN)))
row("inner ttl is not changed", "ha-in", outer(ping(MN, CN, ttl=1)), raw(ping(MN, CN, ttl=1)))
row("inner ttl 0", "ha-in", outer(ping(MN, CN, ttl=0)), "ttl_zero")
row("outer ttl does not matter", "ha-in", outer(ping(MN, CN), ttl=1), raw(ping(MN, CN)))
row("outer tos is not copied in", "ha-in", outer(ping(MN, CN, tos=0x20), tos=0xb8), raw(ping(MN, CN, tos=0x20)))
row("outer options are taken off", "ha-in", outer(ping(MN, CN), options=[b"\x94\x04\x00\x00"]), raw(ping(MN, CN)))
row("padding after the outer datagram", "ha-in", outer(ping(MN, CN)) + b"\0" * 7, raw(ping(MN, CN)))
row("octets after the inner datagram", "ha-in", outer(ping(MN, CN) + b"tail"), raw(ping(MN, CN)))
inner_fragment = IP(src=MN, dst=CN, ttl=63, id=5, frag=185, proto=17) / Raw(b"z" * 16)
row("a fragment inside", "ha-in", outer(inner_fragment), raw(inner_fragment))
row("outer destination is another address", "ha-in", outer(ping(MN, CN), CAFE, "10.10.0.3"), "outer_destination_not_ours")
row("outer destination is broadcast", "ha-in", outer(ping(MN, CN), CAFE, "255.255.255.255"), "outer_destination_not_ours")
row("outer destination is the home address", "ha-in", outer(ping(MN, CN), CAFE, MN), "outer_destination_not_ours")
row("our other end, not this binding's", "ha-in", outer(ping(MN, CN), CAFE, HA2), "source_not_home")
row("open relay: a stranger, any source", "ha-in", outer(ping(CN, STRANGER), STRANGER), "outer_source_not_care_of")
row("a stranger as a mobile node", "ha-in", outer(ping(MN, CN), STRANGER), "outer_source_not_care_of")
row("outer source is ourselves", "ha-in", outer(ping(NOBODY, CN), HA2), "outer_source_not_care_of")
row("outer source 0.0.0.0", "ha-in", outer(ping(MN, CN), "0.0.0.0"), "outer_source_not_care_of")
row("outer source is the home address", "ha-in", outer(ping(MN, CN), MN), "outer_source_not_care_of")
row("a mobile node as another one", "ha-in", outer(ping(SIMULTANEOUS, CN)), "source_not_home")
row("the other one as this one", "ha-in", outer(ping(MN, CN), TRAIN), "source_not_home")
row("a mobile node as the correspondent", "ha-in", outer(ping(CN, MN)), "source_not_home")
row("a mobile node as the home agent", "ha-in", outer(ping(HA, CN)), "source_not_home")
row("a mobile node by its care-of address", "ha-in", outer(ping(CAFE, CN)), "source_not_home")
row("nested: IP in IP", "ha-in", outer(outer(ping(MN, CN), MN, HA)), "nested_tunnel")
row("nested: IPv6", "ha-in", outer(IP(src=MN, dst=CN, proto=41) / Raw(b"\x60" + b"\0" * 39)), "nested_tunnel")
row("nested: GRE", "ha-in", outer(IP(src=MN, dst=CN, proto=47) / Raw(b"\0\0\x08\0" + ping(MN, CN))), "nested_tunnel")
row("nested: minimal encapsulation", "ha-in", outer(IP(src=MN, dst=CN, proto=55) / Raw(b"\1\0\0\0" + b"\x0a" * 8)), "nested_tunnel")
request = bytes.fromhex("010203e80a0a00390a0a0001c000022c0fdc12c500400000")
row("registration to ourselves", "ha-in", outer(IP(src=MN, dst=HA, ttl=64) / UDP(sport=434, dport=434) / Raw(request)), "registration_in_tunnel")
row("registration to our other end", "ha-in", outer(IP(src=MN, dst=HA2, ttl=64) / UDP(sport=434, dport=434) / Raw(request)), "registration_in_tunnel")
elsewhere = IP(src=MN, dst=CN, ttl=64) / UDP(sport=434, dport=434) / Raw(request)
row("registration to another home agent", "ha-in", outer(elsewhere), raw(elsewhere))
other_port = IP(src=MN, dst=HA, ttl=64) / UDP(sport=434, dport=435) / Raw(request)
row("another port of ours", "ha-in", outer(other_port), raw(other_port))
row("protocol 41 outside", "ha-in", outer(ping(MN, CN), proto=41), "not_ip_in_ip")
row("protocol 50 outside", "ha-in", outer(ping(MN, CN), proto=50), "not_ip_in_ip")
row("udp outside, that is no tunnel's", "ha-in", IP(src=CAFE, dst=HA) / UDP(sport=434, dport=434) / Raw(request), "not_tunnel_data")
row("nothing inside", "ha-in", outer(b""), "truncated")
row("19 octets inside", "ha-in", outer(ping(MN, CN)[:19]), "truncated")
row("inside: version 6", "ha-in", outer(patched(ping(MN, CN), 0, 0x65)), "not_ipv4")
row("inside: header length 16", "ha-in", outer(resummed(patched(ping(MN, CN), 0, 0x44))), "bad_header_length")
row("inside: header beyond the end", "ha-in", outer(patched(ping(MN, CN), 0, 0x4f)), "bad_header_length")
row("inside: total length beyond the end", "ha-in", outer(ping(MN, CN)[:-1]), "bad_total_length")
row("inside: total length within padding", "ha-in", outer(ping(MN, CN)[:-1]) + b"\0" * 9, "bad_total_length")
row("inside: total length 0", "ha-in", outer(resummed(patched(ping(MN, CN), 2, 0, 0))), "bad_total_length")
row("inside: checksum wrong", "ha-in", outer(patched(ping(MN, CN), 10, 0x12, 0x34)), "bad_header_checksum")
row("the filter comes before the inner checks", "ha-in", outer(patched(ping(CN, MN), 0, 0xff)), "source_not_home")
malformed("in:", "ha-in", outer(ping(MN, CN)), lambda word: "outer_malformed")

# --- into the mobile node's tunnel ------------------------------------------------------------------------------------
row("from home to a correspondent", "mn-out", ping(MN, CN, ttl=64), into(ping(MN, CN, ttl=64), CAFE, HA))
row("from home, with DF and tos", "mn-out", ping(MN, CN, flags="DF", tos=0xb8), into(ping(MN, CN, flags="DF", tos=0xb8), CAFE, HA))
row("from home to multicast", "mn-out", ping(MN, "224.0.0.251", ttl=1), into(ping(MN, "224.0.0.251", ttl=1), CAFE, HA))
row("a ttl of 1 of its own", "mn-out", ping(MN, CN, ttl=1), into(ping(MN, CN, ttl=1), CAFE, HA))
row("from the care-of address", "mn-out", ping(CAFE, CN), "source_not_home")
row("from a stranger", "mn-out", ping(STRANGER, CN), "source_not_home")
row("from 0.0.0.0", "mn-out", ping("0.0.0.0", CN), "source_not_home")
row("to the tunnel's own exit, as a ping to the home agent", "mn-out", ping(MN, HA), into(ping(MN, HA), CAFE, HA))
row("IPv6 router solicitation", "mn-out", bytes.fromhex("6000000000083aff") + b"\xfe\x80" + b"\0" * 46, "not_ipv4")
row("mn: ttl 0", "mn-out", ping(MN, CN, ttl=0), "ttl_zero")

# --- out of the mobile node's tunnel ----------------------------------------------------------------------------------
row("from the home agent", "mn-in", outer(TCP_PACKET, HA, CAFE), raw(TCP_PACKET))
row("at the other care-of address", "mn-in", outer(TCP_PACKET, HA, OVERLAP), raw(TCP_PACKET))
row("home agent's own packet", "mn-in", outer(ping(HA, MN), HA, CAFE), raw(ping(HA, MN)))
row("mn: inner ttl 1", "mn-in", outer(ping(CN, MN, ttl=1), HA, CAFE), raw(ping(CN, MN, ttl=1)))
row("mn: inner ttl 0", "mn-in", outer(ping(CN, MN, ttl=0), HA, CAFE), "ttl_zero")
row("from another agent", "mn-in", outer(TCP_PACKET, STRANGER, CAFE), "outer_source_not_home_agent")
row("from a correspondent", "mn-in", outer(TCP_PACKET, CN, CAFE), "outer_source_not_home_agent")
row("at the home address", "mn-in", outer(TCP_PACKET, HA, MN), "outer_destination_not_ours")
row("at an address of before", "mn-in", outer(TCP_PACKET, HA, TRAIN), "outer_destination_not_ours")
row("to another home address", "mn-in", outer(ping(CN, NEIGHBOUR), HA, CAFE), "destination_not_home")
row("to the care-of address", "mn-in", outer(ping(CN, CAFE), HA, CAFE), "destination_not_home")
row("to a multicast group", "mn-in", outer(ping(CN, "224.0.0.5"), HA, CAFE), "destination_not_home")
row("mn: nested", "mn-in", outer(outer(ping(CN, MN), CN, MN), HA, CAFE), "nested_tunnel")
row("a reply through the tunnel", "mn-in", outer(IP(src=HA, dst=MN) / UDP(sport=434, dport=434) / Raw(request[:20]), HA, CAFE), "registration_in_tunnel")
row("mn: nothing inside", "mn-in", outer(b"", HA, CAFE), "truncated")
row("mn: inner checksum wrong", "mn-in", outer(patched(ping(CN, MN), 10, 0, 0), HA, CAFE), "bad_header_checksum")
row("mn: outer checksum wrong", "mn-in", patched(outer(ping(CN, MN), HA, CAFE), 10, 0, 0), "outer_malformed")
row("mn: fragment outside", "mn-in", outer(ping(CN, MN)[:32], HA, CAFE, flags="MF"), "held")

# --- a mobile node without a tunnel -----------------------------------------------------------------------------------
row("at home, sending", "no-out", ping(MN, CN), "no_tunnel")
row("at home, receiving", "no-in", outer(TCP_PACKET, HA, CAFE), "no_tunnel")
row("at home, malformed", "no-in", outer(TCP_PACKET, HA, CAFE)[:19], "outer_malformed")

# --- the ECN field of outer and inner header (RFC 6040, figure 4) ------------------------------------------------------
NAMES = ("Not-ECT", "ECT(1)", "ECT(0)", "CE")
OUT = {(0, 0): 0, (0, 2): 0, (0, 1): 0, (0, 3): None,
       (2, 0): 2, (2, 2): 2, (2, 1): 1, (2, 3): 3,
       (1, 0): 1, (1, 2): 1, (1, 1): 1, (1, 3): 3,
       (3, 0): 3, (3, 2): 3, (3, 1): 3, (3, 3): 3}
for (inner_ecn, outer_ecn), ecn in OUT.items():
    given = ping(MN, CN, tos=0x28 | inner_ecn)
    row(f"ecn: {NAMES[inner_ecn]} inside, {NAMES[outer_ecn]} outside", "ha-in", outer(given, tos=0x48 | outer_ecn),
        "congestion_experienced" if ecn is None else raw(ping(MN, CN, tos=0x28 | ecn)))
for inner_ecn, outer_ecn in ((0, 3), (2, 3), (2, 1), (1, 2)):
    given = ping(GRE_NODE, CN, tos=inner_ecn)
    row(f"ecn by GRE: {NAMES[inner_ecn]} inside, {NAMES[outer_ecn]} outside", "ha-in",
        gre(given, outer_fields=dict(tos=outer_ecn)),
        "congestion_experienced" if OUT[inner_ecn, outer_ecn] is None
        else raw(ping(GRE_NODE, CN, tos=OUT[inner_ecn, outer_ecn])))
row("mn: ecn: ECT(0) inside, CE outside", "mn-in", outer(ping(CN, MN, tos=2), HA, CAFE, tos=3), raw(ping(CN, MN, tos=3)))
row("mn: ecn: Not-ECT inside, CE outside", "mn-in", outer(ping(CN, MN), HA, CAFE, tos=3), "congestion_experienced")
for tos in (0, 1, 2, 3, 0xbb):
    row(f"by GRE: type of service {tos:02x} is copied", "ha-out", ping(CN, GRE_NODE, tos=tos),
        into_gre(ping(CN, GRE_NODE, tos=tos), HA, GRE_EXIT))

# --- GRE (RFC 2784, RFC 2890) -----------------------------------------------------------------------------------------
row("gre: ping", "ha-out", ping(CN, GRE_NODE), into_gre(ping(CN, GRE_NODE), HA, GRE_EXIT))
row("gre: with DF", "ha-out", ping(CN, GRE_NODE, flags="DF"), into_gre(ping(CN, GRE_NODE, flags="DF"), HA, GRE_EXIT))
piece = IP(src=CN, dst=GRE_NODE, ttl=63, id=77, frag=4, proto=17) / Raw(b"y" * 24)
row("gre: a fragment", "ha-out", piece, into_gre(piece, HA, GRE_EXIT))
row("gre: source is the exit", "ha-out", ping(GRE_EXIT, GRE_NODE), "source_is_tunnel_exit")
row("gre: encapsulated by its own mobile node, to itself", "ha-out",
    gre(ping(CN, GRE_NODE), GRE_EXIT, GRE_NODE), "tunnel_loop")
wrapped = gre(ping(CN, GRE_NODE), STRANGER, GRE_NODE)
row("gre: encapsulated by another, to the mobile node", "ha-out", wrapped, into_gre(wrapped, HA, GRE_EXIT))
row("gre: our own packet comes back", "ha-out", gre(ping(CN, GRE_NODE), HA, MN), "tunnel_loop")
row("gre: from a mobile node", "ha-in", gre(ping(GRE_NODE, CN)), raw(ping(GRE_NODE, CN)))
row("gre: IP in IP was not agreed on", "ha-in", outer(ping(GRE_NODE, CN), GRE_EXIT), "encapsulation_not_agreed")
row("gre: outer options are taken off", "ha-in",
    gre(ping(GRE_NODE, CN), outer_fields=dict(options=[b"\x94\x04\0\0"])), raw(ping(GRE_NODE, CN)))
row("gre: not agreed on", "ha-in", gre(ping(MN, CN), CAFE), "encapsulation_not_agreed")
row("gre: minimal was not agreed on", "ha-in", minimal(ping(GRE_NODE, CN), GRE_EXIT, HA), "encapsulation_not_agreed")
row("gre: a stranger", "ha-in", gre(ping(GRE_NODE, CN), STRANGER), "outer_source_not_care_of")
row("gre: at another address", "ha-in", gre(ping(GRE_NODE, CN), destination="10.10.0.3"), "outer_destination_not_ours")
row("gre: a mobile node as another one", "ha-in", gre(ping(MN, CN)), "source_not_home")
row("gre: back into the same tunnel, to the care-of address", "ha-in", gre(ping(GRE_NODE, GRE_EXIT)), "tunnel_loop")
row("gre: back into the same tunnel, to the home address", "ha-in", gre(ping(GRE_NODE, GRE_NODE)), "tunnel_loop")
row("gre: checksum", "ha-in", gre(ping(GRE_NODE, CN), chksum_present=1), raw(ping(GRE_NODE, CN)))
row("gre: checksum over an odd length", "ha-in",
    gre(ping(GRE_NODE, CN) + b"!", chksum_present=1), raw(ping(GRE_NODE, CN)))
summed = gre(ping(GRE_NODE, CN), chksum_present=1)
row("gre: checksum wrong", "ha-in", patched(summed, 25, summed[25] ^ 1), "gre_checksum")
row("gre: reserved1 is ignored but summed", "ha-in", gre(ping(GRE_NODE, CN), chksum_present=1, offset=7), raw(ping(GRE_NODE, CN)))
row("gre: octet of the payload wrong", "ha-in", patched(summed, -1, summed[-1] ^ 1), "gre_checksum")
row("gre: a key that nobody agreed on", "ha-in", gre(ping(GRE_NODE, CN), key_present=1, key=7), "gre_key")
row("gre: sequence", "ha-in",
    [gre(ping(GRE_NODE, CN), seqnum_present=1, sequence_number=n) for n in (5, 6, 9, 7, 9, 10)],
    raw(ping(GRE_NODE, CN)), raw(ping(GRE_NODE, CN)), raw(ping(GRE_NODE, CN)),
    "gre_out_of_order", "gre_out_of_order", raw(ping(GRE_NODE, CN)))
row("gre: sequence rolls over", "ha-in",
    [gre(ping(GRE_NODE, CN), seqnum_present=1, sequence_number=n) for n in (0xfffffffe, 0xffffffff, 0, 0xffffffff)],
    raw(ping(GRE_NODE, CN)), raw(ping(GRE_NODE, CN)), raw(ping(GRE_NODE, CN)), "gre_out_of_order")
row("gre: sequence may be missing between", "ha-in",
    [gre(ping(GRE_NODE, CN), seqnum_present=1, sequence_number=5), gre(ping(GRE_NODE, CN)),
     gre(ping(GRE_NODE, CN), seqnum_present=1, sequence_number=6)],
    raw(ping(GRE_NODE, CN)), raw(ping(GRE_NODE, CN)), raw(ping(GRE_NODE, CN)))
row("gre: checksum and sequence", "ha-in",
    gre(ping(GRE_NODE, CN), chksum_present=1, seqnum_present=1, sequence_number=1), raw(ping(GRE_NODE, CN)))
plain = gre(ping(GRE_NODE, CN))
for bit, mask in ((1, 0x40), (4, 0x08), (5, 0x04)):
    row(f"gre: bit {bit} of RFC 1701", "ha-in", patched(plain, 20, mask), "gre_malformed")
for bit, at, mask in ((6, 20, 0x02), (7, 20, 0x01), (8, 21, 0x80), (12, 21, 0x08)):
    row(f"gre: reserved bit {bit} is ignored", "ha-in", patched(plain, at, mask), raw(ping(GRE_NODE, CN)))
for version in (1, 4, 7):
    row(f"gre: version {version}", "ha-in", patched(plain, 21, version), "gre_malformed")
for protocol, what in ((0x86dd, "IPv6"), (0x6558, "Ethernet"), (0x0806, "ARP"), (0, "nothing")):
    row(f"gre: payload {what}", "ha-in", gre(ping(GRE_NODE, CN), proto=protocol), "gre_payload_not_ipv4")
row("gre: three octets of header", "ha-in", resummed(patched(plain[:23], 2, 0, 23)), "gre_malformed")
row("gre: no room for the key it announces", "ha-in", resummed(patched(patched(plain[:26], 20, 0x20), 2, 0, 26)), "gre_malformed")
row("gre: no payload", "ha-in", resummed(patched(plain[:24], 2, 0, 24)), "truncated")
row("gre: inside: checksum wrong", "ha-in", gre(patched(ping(GRE_NODE, CN), 10, 0, 0)), "bad_header_checksum")
row("gre: inside: ttl 0", "ha-in", gre(ping(GRE_NODE, CN, ttl=0)), "ttl_zero")
row("gre: nested", "ha-in", gre(gre(ping(GRE_NODE, CN), GRE_NODE, CN)), "nested_tunnel")
row("gre: nested: IP in IP", "ha-in", gre(outer(ping(GRE_NODE, CN), GRE_NODE, CN)), "nested_tunnel")
row("mg: from home", "mg-out", ping(MN, CN, ttl=64), into_gre(ping(MN, CN, ttl=64), CAFE, HA))
row("mg: from the home agent", "mg-in", gre(TCP_PACKET, HA, CAFE), raw(TCP_PACKET))
row("mg: IP in IP all the same", "mg-in", outer(TCP_PACKET, HA, CAFE), raw(TCP_PACKET))
row("mg: from a stranger", "mg-in", gre(TCP_PACKET, STRANGER, CAFE), "outer_source_not_home_agent")
row("mg: to another home address", "mg-in", gre(ping(CN, NEIGHBOUR), HA, CAFE), "destination_not_home")
row("mg: key", "mg-in", gre(TCP_PACKET, HA, CAFE, key_present=1, key=1), "gre_key")
row("mn: GRE was not agreed on", "mn-in", gre(TCP_PACKET, HA, CAFE), "encapsulation_not_agreed")

# --- minimal encapsulation (RFC 2004) ---------------------------------------------------------------------------------
row("minimal: ping", "ha-out", ping(CN, MIN_NODE), minimal(ping(CN, MIN_NODE), HA, MIN_EXIT).hex())
row("minimal: tcp with DF and tos", "ha-out", ping(CN, MIN_NODE, flags="DF", tos=0xba),
    minimal(ping(CN, MIN_NODE, flags="DF", tos=0xba), HA, MIN_EXIT).hex())
row("minimal: ttl 1 stays", "ha-out", ping(CN, MIN_NODE, ttl=1), minimal(ping(CN, MIN_NODE, ttl=1), HA, MIN_EXIT).hex())
row("minimal: identification 0 stays", "ha-out", ping(CN, MIN_NODE, id=0, flags="DF"),
    minimal(ping(CN, MIN_NODE, id=0, flags="DF"), HA, MIN_EXIT).hex())
row("minimal: from the home agent itself", "ha-out", ping(HA, MIN_NODE), minimal(ping(HA, MIN_NODE), HA, MIN_EXIT).hex())
row("minimal: options stay where they are", "ha-out",
    IP(src=CN, dst=MIN_NODE, ttl=63, options=[b"\x94\x04\0\0"]) / UDP(sport=1, dport=2),
    minimal(IP(src=CN, dst=MIN_NODE, ttl=63, options=[b"\x94\x04\0\0"]) / UDP(sport=1, dport=2), HA, MIN_EXIT).hex())
row("minimal: header only", "ha-out", IP(src=CN, dst=MIN_NODE, ttl=9, proto=59),
    minimal(IP(src=CN, dst=MIN_NODE, ttl=9, proto=59), HA, MIN_EXIT).hex())
for which, fields in (("first", dict(flags="MF")), ("middle", dict(flags="MF", frag=9)), ("last", dict(frag=9))):
    piece = IP(src=CN, dst=MIN_NODE, ttl=63, id=77, proto=17, **fields) / Raw(b"y" * 24)
    row(f"minimal: a {which} fragment goes as IP in IP", "ha-out", piece, into(piece, HA, MIN_EXIT))
row("minimal: source is the exit", "ha-out", ping(MIN_EXIT, MIN_NODE), "source_is_tunnel_exit")
row("minimal: encapsulated by its own mobile node, to itself", "ha-out",
    minimal(ping(CN, MIN_NODE), MIN_EXIT, MIN_NODE), "tunnel_loop")
row("minimal: our own packet comes back", "ha-out", minimal(ping(CN, MIN_NODE), HA, MN), "tunnel_loop")
row("two care-of addresses, two encapsulations", "ha-out", ping(CN, MIXED),
    minimal(ping(CN, MIXED), HA, MIXED_MIN).hex(), into_gre(ping(CN, MIXED), HA, MIXED_GRE))
row("minimal: from a mobile node", "ha-in", minimal(ping(MIN_NODE, CN), MIN_EXIT, HA), raw(ping(MIN_NODE, CN)))
row("minimal: with DF and tos", "ha-in", minimal(ping(MIN_NODE, CN, flags="DF", tos=0xb8), MIN_EXIT, HA),
    raw(ping(MIN_NODE, CN, flags="DF", tos=0xb8)))
row("minimal: hops in the tunnel are seen", "ha-in", minimal(ping(MIN_NODE, CN, ttl=64), MIN_EXIT, HA, ttl=60),
    raw(ping(MIN_NODE, CN, ttl=60)))
row("minimal: ttl 0", "ha-in", minimal(ping(MIN_NODE, CN, ttl=64), MIN_EXIT, HA, ttl=0), "ttl_zero")
row("minimal: reserved bits are ignored but summed", "ha-in", minimal(ping(MIN_NODE, CN), MIN_EXIT, HA, reserved=0x5a),
    raw(ping(MIN_NODE, CN)))
optioned = IP(src=MIN_NODE, dst=CN, ttl=63, options=[b"\x94\x04\0\0"]) / UDP(sport=1, dport=2)
row("minimal: options come out as they went in", "ha-in", minimal(optioned, MIN_EXIT, HA), raw(optioned))
row("minimal: IP in IP all the same", "ha-in", outer(ping(MIN_NODE, CN), MIN_EXIT), raw(ping(MIN_NODE, CN)))
row("minimal: not agreed on", "ha-in", minimal(ping(MN, CN), CAFE, HA), "encapsulation_not_agreed")
row("minimal: GRE was not agreed on", "ha-in", gre(ping(MIN_NODE, CN), MIN_EXIT), "encapsulation_not_agreed")
row("minimal: a stranger", "ha-in", minimal(ping(MIN_NODE, CN), STRANGER, HA), "outer_source_not_care_of")
row("minimal: a mobile node as another one", "ha-in", minimal(ping(MN, CN), MIN_EXIT, HA), "source_not_home")
row("minimal: without a source it is from the care-of address", "ha-in",
    minimal(ping(MIN_EXIT, CN), MIN_EXIT, HA), "source_not_home")
sound = minimal(ping(MIN_NODE, CN), MIN_EXIT, HA)
row("minimal: checksum wrong", "ha-in", patched(sound, 23, sound[23] ^ 1), "forwarding_header_malformed")
row("minimal: destination changed on the way", "ha-in", patched(sound, 27, sound[27] ^ 1), "forwarding_header_malformed")
row("minimal: seven octets of header", "ha-in", resummed(patched(sound[:27], 2, 0, 27)), "forwarding_header_malformed")
row("minimal: eleven octets of twelve", "ha-in", resummed(patched(sound[:31], 2, 0, 31)), "forwarding_header_malformed")
row("minimal: nothing behind the header", "ha-in",
    minimal(IP(src=MIN_NODE, dst=CN, ttl=63, proto=59), MIN_EXIT, HA), raw(IP(src=MIN_NODE, dst=CN, ttl=63, proto=59)))
row("minimal: nested", "ha-in", minimal(outer(ping(MIN_NODE, CN), MIN_NODE, CN), MIN_EXIT, HA), "nested_tunnel")
row("minimal: registration to ourselves", "ha-in",
    minimal(IP(src=MIN_NODE, dst=HA, ttl=64) / UDP(sport=434, dport=434) / Raw(request), MIN_EXIT, HA), "registration_in_tunnel")
row("mm: from home", "mm-out", ping(MN, CN, ttl=64), minimal(ping(MN, CN, ttl=64), CAFE, HA).hex())
row("mm: from the home agent", "mm-in", minimal(TCP_PACKET, HA, CAFE), raw(TCP_PACKET))
row("mm: the home agent's own packet", "mm-in", minimal(ping(HA, MN), HA, CAFE), raw(ping(HA, MN)))
row("mm: a fragment as IP in IP", "mm-in", outer(last, HA, CAFE), raw(last))
row("mm: to another home address", "mm-in", minimal(ping(CN, NEIGHBOUR), HA, CAFE), "destination_not_home")
row("mn: minimal was not agreed on", "mn-in", minimal(TCP_PACKET, HA, CAFE), "encapsulation_not_agreed")

# --- longer than the tunnel takes (RFC 2003 section 5.1, RFC 1191) -----------------------------------------------------


def datagram(destination, size, source=CN, **fields):
    """UDP of so many octets, header included."""
    given = dict(src=source, dst=destination, ttl=63, id=0x1234)
    given.update(fields)
    return octets(IP(**given) / UDP(sport=4000, dport=5000, chksum=0) / Raw(bytes(i // 40 & 255 for i in range(size - 28))))


def cut(packet, *sizes):
    """The fragments of a datagram without options, of which all but the last carry these many octets."""
    packet = octets(packet)
    payload, at, pieces = packet[20:], 0, []
    offset = int.from_bytes(packet[6:8], "big") & 0x1fff
    more = packet[6] & 0x20
    for size in list(sizes) + [len(payload) - sum(sizes)]:
        is_last = at + size == len(payload)
        word = (0 if is_last and not more else 0x2000) | offset + at // 8
        head = patched(packet[:20], 2, *(20 + size).to_bytes(2, "big"), 0, 0, *word.to_bytes(2, "big"))
        head = patched(head, 4, packet[4], packet[5])
        pieces.append(resummed(head) + payload[at:at + size])
        at += size
    return pieces


for node, exit, wrap, most in (
        (NARROW, NARROW_EXIT, lambda p: into(p, HA, NARROW_EXIT), 980),
        (NARROW_GRE, NARROW_GRE_EXIT, lambda p: into_gre(p, HA, NARROW_GRE_EXIT), 976),
        (NARROW_MIN, NARROW_MIN_EXIT, lambda p: minimal(p, HA, NARROW_MIN_EXIT).hex(), 988)):
    stiff = datagram(node, most, flags="DF")
    row(f"narrow link, {exit}: the longest with DF", "ha-out", stiff, wrap(stiff))
    stiff = datagram(node, most + 1, flags="DF")
    row(f"narrow link, {exit}: one octet more with DF", "ha-out", stiff, answer(stiff, HA, 3, 4, mtu=most), "exceeds_path_mtu")
    soft = datagram(node, most)
    row(f"narrow link, {exit}: the longest without DF", "ha-out", soft, wrap(soft))
    soft = datagram(node, most + 1)
    in_pieces = wrap if node != NARROW_MIN else lambda p: into(p, HA, NARROW_MIN_EXIT)
    first_size = ((980 if node == NARROW_MIN else most) - 20) // 8 * 8
    row(f"narrow link, {exit}: one octet more without DF", "ha-out", soft, *[in_pieces(p) for p in cut(soft, first_size)])
full = datagram(NARROW, 1500, flags="DF")
row("narrow link: 1500 octets with DF", "ha-out", full, answer(full, HA, 3, 4, mtu=980), "exceeds_path_mtu")
full = datagram(NARROW, 2500)
row("narrow link: three pieces", "ha-out", full, *[into(p, HA, NARROW_EXIT) for p in cut(full, 960, 960)])
piece = cut(datagram(NARROW, 4000), 1480)[0]
row("narrow link: a first fragment is cut again", "ha-out", piece, *[into(p, HA, NARROW_EXIT) for p in cut(piece, 960)])
piece = cut(datagram(NARROW, 4000), 1480, 1480)[1]
row("narrow link: a middle fragment is cut again", "ha-out", piece, *[into(p, HA, NARROW_EXIT) for p in cut(piece, 960)])
piece = cut(datagram(NARROW, 4000), 1480)[1]
row("narrow link: a last fragment is cut again", "ha-out", piece,
    *[into(p, HA, NARROW_EXIT) for p in cut(piece, 960, 960)])
stiff = resummed(patched(cut(datagram(NARROW, 4000), 1480)[1], 6, cut(datagram(NARROW, 4000), 1480)[1][6] | 0x40))
row("narrow link: nobody is told of a later fragment", "ha-out", stiff, "exceeds_path_mtu")
stiff = datagram(NARROW_AND_WIDE, 1200, flags="DF")
row("narrow and wide link: one copy", "ha-out", stiff, answer(stiff, HA, 3, 4, mtu=980), into(stiff, HA, WIDE_EXIT), "exceeds_path_mtu")
soft = datagram(NARROW_AND_WIDE, 1200)
row("narrow and wide link: one copy in pieces, one whole", "ha-out", soft,
    *[into(p, HA, NARROW_EXIT) for p in cut(soft, 960)], into(soft, HA, WIDE_EXIT))
stiff = datagram(NARROW, 1200, source="0.0.0.0", flags="DF")
row("narrow link: nobody is told who has no address", "ha-out", stiff, "exceeds_path_mtu")
stiff = datagram(NARROW, 1200, source="127.0.0.1", flags="DF")
row("narrow link: nor who is a loopback", "ha-out", stiff, "exceeds_path_mtu")
stiff = datagram(NARROW, 1200, source="224.0.0.9", flags="DF")
row("narrow link: nor a group", "ha-out", stiff, "exceeds_path_mtu")
for kind, name, told in ((3, "unreachable", False), (4, "source quench", False), (5, "redirect", False), (8, "echo", True),
                         (11, "time exceeded", False), (12, "parameter problem", False)):
    stiff = octets(IP(src=CN, dst=NARROW, ttl=63, flags="DF") / ICMP(type=kind, code=0) / Raw(b"m" * 1200))
    row(f"narrow link: an ICMP {name} is " + ("answered" if told else "not answered"), "ha-out", stiff,
        *([answer(stiff, HA, 3, 4, mtu=980)] if told else []), "exceeds_path_mtu")
options = octets(IP(src=CN, dst=NARROW, ttl=63, id=9, options=[b"\x94\x04\0\0", b"\x07\x07\x04\0\0\0\0", b"\x01"])
                 / UDP(sport=1, dport=2, chksum=0) / Raw(b"o" * 1200))
first = resummed(patched(options[:32], 2, *(32 + 944).to_bytes(2, "big"), 0, 9, 0x20, 0)) + options[32:32 + 944]
later = patched(options[:24], 0, 0x46, 0, *(24 + len(options) - 976).to_bytes(2, "big"), 0, 9, *(944 // 8).to_bytes(2, "big"))
later = resummed(later) + options[976:]
row("narrow link: an option that is copied, and one that is not", "ha-out", options,
    into(first, HA, NARROW_EXIT), into(later, HA, NARROW_EXIT))

# --- the hop into the tunnel, where nobody has counted it yet (RFC 2003 section 3.1) ------------------------------------
row("fwd: ttl 64 becomes 63", "ha-fwd", ping(CN, MN, ttl=64), into(ping(CN, MN, ttl=63), HA, CAFE))
row("fwd: ttl 2 becomes 1", "ha-fwd", ping(CN, MN, ttl=2), into(ping(CN, MN, ttl=1), HA, CAFE))
row("fwd: ttl 1 ends, and the sender is told", "ha-fwd", ping(CN, MN, ttl=1),
    answer(ping(CN, MN, ttl=1), HA, 11, 0), "ttl_exceeded")
row("fwd: ttl 0", "ha-fwd", ping(CN, MN, ttl=0), "ttl_zero")
row("fwd: two copies, one hop", "ha-fwd", ping(CN, SIMULTANEOUS, ttl=64),
    into(ping(CN, SIMULTANEOUS, ttl=63), HA, OTHER), into(ping(CN, SIMULTANEOUS, ttl=63), HA, TRAIN))
row("fwd: by GRE", "ha-fwd", ping(CN, GRE_NODE, ttl=64), into_gre(ping(CN, GRE_NODE, ttl=63), HA, GRE_EXIT))
row("fwd: minimal", "ha-fwd", ping(CN, MIN_NODE, ttl=64), minimal(ping(CN, MIN_NODE, ttl=63), HA, MIN_EXIT).hex())
row("fwd: no binding, no hop", "ha-fwd", ping(CN, NOBODY, ttl=1), "no_binding")
error = octets(IP(src=CN, dst=MN, ttl=1) / ICMP(type=3, code=1) / Raw(ping(MN, CN)))
row("fwd: an error whose ttl ends is not answered", "ha-fwd", error, "ttl_exceeded")

# --- within UDP (RFC 3519) ----------------------------------------------------------------------------------------------
# The same by hand: header with protocol 17, UDP without a checksum, Tunnel Data, and what would follow the header otherwise.
def in_udp(wrapped, sport, dport, next_header=None, kind=4, reserved=0, checksum=False, length=None, trim=0):
    wrapped = octets(wrapped)
    header = (wrapped[0] & 15) * 4
    payload = bytes([kind, wrapped[9] if next_header is None else next_header]) + reserved.to_bytes(2, "big") + wrapped[header:]
    size = 8 + len(payload) if length is None else length
    udp = sport.to_bytes(2, "big") + dport.to_bytes(2, "big") + size.to_bytes(2, "big") + b"\0\0"
    if checksum:
        summed = wrapped[12:20] + b"\0\x11" + size.to_bytes(2, "big") + udp + payload
        udp = udp[:6] + header_sum(summed + b"\0" * (len(summed) % 2)).to_bytes(2, "big")
    total = header + 8 + len(payload) - trim
    changed = resummed(patched(wrapped[:header], 2, *total.to_bytes(2, "big"), *wrapped[4:9], 17))
    return changed + (udp + payload)[:len(udp + payload) - trim]


def into_udp(packet, source, destination, sport, dport, wrap=into):
    """What must come out, what varies blanked."""
    blank = expand(wrap(packet, source, destination)).replace("iiii", "0001").replace("cccc", "0000")
    digits = in_udp(bytes.fromhex(blank), sport, dport).hex()
    return short(digits[:8] + "iiii" + digits[12:20] + "cccc" + digits[24:])


def into_min_udp(packet, source, destination, sport, dport):
    return short(in_udp(minimal(packet, source, destination), sport, dport).hex())


def nat(inner, sport=NAT_PORT, dport=434, source=NAT, destination=HA, **fields):
    return in_udp(outer(inner, source, destination), sport, dport, **fields)


row("udp: ping to a node behind a NAT", "ha-out", ping(CN, NATTED), into_udp(ping(CN, NATTED), HA, NAT, 434, NAT_PORT))
row("udp: with DF and tos", "ha-out", ping(CN, NATTED, flags="DF", tos=0xb8),
    into_udp(ping(CN, NATTED, flags="DF", tos=0xb8), HA, NAT, 434, NAT_PORT))
row("udp: another node behind the same NAT, by GRE", "ha-out", ping(CN, NATTED_GRE),
    into_udp(ping(CN, NATTED_GRE), HA, NAT, 434, NAT_GRE_PORT, wrap=into_gre))
row("udp: a third, by minimal encapsulation", "ha-out", ping(CN, NATTED_MIN),
    into_min_udp(ping(CN, NATTED_MIN), HA, NAT, 434, NAT_MIN_PORT))
piece = IP(src=CN, dst=NATTED_MIN, ttl=63, id=77, frag=4, proto=17) / Raw(b"y" * 24)
row("udp: a fragment has no room for minimal encapsulation", "ha-out", piece, into_udp(piece, HA, NAT, 434, NAT_MIN_PORT))
row("udp: from another machine behind the same NAT", "ha-out", ping(NAT, NATTED), into_udp(ping(NAT, NATTED), HA, NAT, 434, NAT_PORT))
row("udp: half bound, and nothing was told", "ha-out", ping(CN, HALF_BOUND), "half_bound")
row("udp: fwd", "ha-fwd", ping(CN, NATTED, ttl=64), into_udp(ping(CN, NATTED, ttl=63), HA, NAT, 434, NAT_PORT))
stiff = datagram(NARROW_UDP, 968, flags="DF")
row("udp: narrow link, the longest with DF", "ha-out", stiff, into_udp(stiff, HA, NARROW_EXIT, 434, NARROW_PORT))
stiff = datagram(NARROW_UDP, 969, flags="DF")
row("udp: narrow link, one octet more with DF", "ha-out", stiff, answer(stiff, HA, 3, 4, mtu=968), "exceeds_path_mtu")
soft = datagram(NARROW_UDP, 969)
row("udp: narrow link, one octet more is cut before UDP is put around it", "ha-out", soft,
    *[into_udp(p, HA, NARROW_EXIT, 434, NARROW_PORT) for p in cut(soft, 944)])

row("udp: from a node behind a NAT", "ha-in", nat(ping(NATTED, CN)), raw(ping(NATTED, CN)))
row("udp: with a checksum", "ha-in", nat(ping(NATTED, CN), checksum=True), raw(ping(NATTED, CN)))
row("udp: with a checksum over an odd length", "ha-in", nat(ping(NATTED, CN) + b"!", checksum=True), raw(ping(NATTED, CN)))
summed = nat(ping(NATTED, CN), checksum=True)
row("udp: with a wrong checksum", "ha-in", patched(summed, -1, summed[-1] ^ 1), "udp_checksum")
row("udp: the reserved field is ignored", "ha-in", nat(ping(NATTED, CN), reserved=0xffff), raw(ping(NATTED, CN)))
row("udp: outer options are taken off", "ha-in",
    in_udp(outer(ping(NATTED, CN), NAT, HA, options=[b"\x94\x04\x00\x00"]), NAT_PORT, 434), raw(ping(NATTED, CN)))
row("udp: octets after the datagram", "ha-in", nat(ping(NATTED, CN) + b"tail", length=12 + len(ping(NATTED, CN))), raw(ping(NATTED, CN)))
row("udp: to the home agent", "ha-in", nat(ping(NATTED, HA)), raw(ping(NATTED, HA)))
row("udp: from another port of the NAT", "ha-in", nat(ping(NATTED, CN), sport=NAT_PORT + 9), "outer_port_not_bound")
row("udp: from the port of another node", "ha-in", nat(ping(NATTED, CN), sport=NAT_GRE_PORT), "outer_port_not_bound")
row("udp: to another port of ours", "ha-in", nat(ping(NATTED, CN), dport=435), "outer_port_not_bound")
row("udp: from another address", "ha-in", nat(ping(NATTED, CN), source=STRANGER), "outer_source_not_care_of")
row("udp: from another node's care-of address", "ha-in", nat(ping(NATTED, CN), source=CAFE), "source_not_home")
row("udp: to another address", "ha-in", nat(ping(NATTED, CN), destination="10.10.0.3"), "outer_destination_not_ours")
row("udp: a mobile node as another one", "ha-in", nat(ping(MN, CN)), "source_not_home")
row("udp: where it was not agreed on", "ha-in", in_udp(outer(ping(MN, CN)), 434, 434), "outer_port_not_bound")
row("udp: IP in IP where UDP was agreed on", "ha-in", outer(ping(NATTED, CN), NAT), "encapsulation_not_agreed")
row("udp: GRE was not agreed on", "ha-in", in_udp(gre(ping(NATTED, CN), NAT), NAT_PORT, 434), "encapsulation_not_agreed")
row("udp: GRE was agreed on", "ha-in", in_udp(gre(ping(NATTED_GRE, CN), NAT), NAT_GRE_PORT, 434), raw(ping(NATTED_GRE, CN)))
row("udp: where GRE was agreed on, IP in IP is not", "ha-in", nat(ping(NATTED_GRE, CN), sport=NAT_GRE_PORT), "encapsulation_not_agreed")
row("udp: minimal encapsulation", "ha-in", in_udp(minimal(ping(NATTED_MIN, CN), NAT, HA), NAT_MIN_PORT, 434), raw(ping(NATTED_MIN, CN)))
row("udp: a next header that nobody knows", "ha-in", nat(ping(NATTED, CN), next_header=41), "encapsulation_not_agreed")
row("udp: UDP within UDP", "ha-in", nat(ping(NATTED, CN), next_header=17), "encapsulation_not_agreed")
row("udp: a registration", "ha-in", nat(ping(NATTED, CN), kind=1), "not_tunnel_data")
row("udp: to somebody behind the same NAT", "ha-in", nat(ping(NATTED, NAT)), raw(ping(NATTED, NAT)))
row("udp: nested", "ha-in", nat(outer(ping(NATTED, CN), NATTED, HA)), "nested_tunnel")
row("udp: a registration inside", "ha-in", nat(IP(src=NATTED, dst=HA, ttl=64) / UDP(sport=434, dport=434) / Raw(request)), "registration_in_tunnel")
row("udp: nested within UDP", "ha-in", nat(nat(ping(NATTED, CN), source=NATTED)), "registration_in_tunnel")
row("udp: cut within the UDP header", "ha-in", nat(ping(NATTED, CN), trim=len(ping(NATTED, CN)) + 5), "udp_malformed")
row("udp: cut within the message header", "ha-in", nat(ping(NATTED, CN), trim=len(ping(NATTED, CN)) + 1), "udp_malformed")
row("udp: a length beyond the end", "ha-in", nat(ping(NATTED, CN), length=13 + len(ping(NATTED, CN))), "udp_malformed")
row("udp: a length below the headers", "ha-in", nat(ping(NATTED, CN), length=11), "udp_malformed")
row("udp: nothing inside", "ha-in", nat(b""), "truncated")
row("udp: ecn", "ha-in", in_udp(outer(ping(NATTED, CN, tos=2), NAT, HA, tos=3), NAT_PORT, 434), raw(ping(NATTED, CN, tos=3)))
row("udp: in fragments", "ha-in", cut(nat(datagram(CN, 1000, source=NATTED)), 800), "held", raw(datagram(CN, 1000, source=NATTED)))

# --- the first keepalive of a half-bound tunnel tells its port, once (RFC 3519 section 4.6) ------------------------------
told = nat(ping(HALF_BOUND, HA), sport=TOLD_PORT)
row("half bound: data before the keepalive", "ha-in", nat(ping(HALF_BOUND, CN), sport=TOLD_PORT), "outer_port_not_bound")
row("half bound: the keepalive, then data", "ha-in", [told, nat(ping(HALF_BOUND, CN), sport=TOLD_PORT)],
    raw(ping(HALF_BOUND, HA)), raw(ping(HALF_BOUND, CN)))
row("half bound: a second keepalive tells nothing more", "ha-in", [told, nat(ping(HALF_BOUND, HA), sport=TOLD_PORT + 9)],
    raw(ping(HALF_BOUND, HA)), "outer_port_not_bound")
row("half bound: a keepalive from another address", "ha-in", nat(ping(HALF_BOUND, HA), sport=TOLD_PORT, source=CAFE), "source_not_home")
row("half bound: a keepalive of another node", "ha-in", [nat(ping(NATTED, HA), sport=TOLD_PORT), nat(ping(HALF_BOUND, CN), sport=TOLD_PORT)],
    "outer_port_not_bound", "outer_port_not_bound")
row("half bound: a keepalive to another port of ours", "ha-in", nat(ping(HALF_BOUND, HA), sport=TOLD_PORT, dport=435), "outer_port_not_bound")

# --- the mobile node's end ------------------------------------------------------------------------------------------------
row("mu: from home", "mu-out", ping(MN, CN, ttl=64), into_udp(ping(MN, CN, ttl=64), CAFE, HA, NODE_PORT, 434))
row("mu: to the home agent", "mu-out", ping(MN, HA, ttl=64), into_udp(ping(MN, HA, ttl=64), CAFE, HA, NODE_PORT, 434))
row("mu: from the home agent", "mu-in", in_udp(outer(TCP_PACKET, HA, CAFE), 434, NODE_PORT), raw(TCP_PACKET))
row("mu: an answer to a keepalive", "mu-in", in_udp(outer(ping(HA, MN), HA, CAFE), 434, NODE_PORT), raw(ping(HA, MN)))
row("mu: from another port", "mu-in", in_udp(outer(TCP_PACKET, HA, CAFE), 435, NODE_PORT), "outer_port_not_bound")
row("mu: to another port", "mu-in", in_udp(outer(TCP_PACKET, HA, CAFE), 434, NODE_PORT + 1), "outer_port_not_bound")
row("mu: from another agent", "mu-in", in_udp(outer(TCP_PACKET, STRANGER, CAFE), 434, NODE_PORT), "outer_source_not_home_agent")
row("mu: IP in IP", "mu-in", outer(TCP_PACKET, HA, CAFE), "encapsulation_not_agreed")
row("mu: by GRE", "mu-in", in_udp(gre(TCP_PACKET, HA, CAFE), 434, NODE_PORT), "encapsulation_not_agreed")
row("mu: at the other care-of address", "mu-in", in_udp(outer(TCP_PACKET, HA, OVERLAP), 434, NODE_PORT), raw(TCP_PACKET))
row("mu: at the other care-of address without UDP", "mu-in", outer(TCP_PACKET, HA, OVERLAP), raw(TCP_PACKET))
row("mu: at the other care-of address, from another port", "mu-in", in_udp(outer(TCP_PACKET, HA, OVERLAP), 4340, NODE_PORT), "outer_port_not_bound")
row("mn: within UDP, which was not agreed on", "mn-in", in_udp(outer(TCP_PACKET, HA, CAFE), 434, NODE_PORT), "outer_port_not_bound")
row("no-…: within UDP", "no-in", in_udp(outer(TCP_PACKET, HA, CAFE), 434, NODE_PORT), "no_tunnel")

# --- errors from within such a tunnel ----------------------------------------------------------------------------------
sent = into_udp(ping(CN, NATTED, flags="DF"), HA, NAT, 434, NAT_PORT)
row("udp: no path is narrower than 576 octets", "ha-err", [ping(CN, NATTED, flags="DF"), about(sent, 3, 4, mtu=60)],
    answer(ping(CN, NATTED, flags="DF"), HA, 3, 4, mtu=544))
stiff = datagram(NATTED, 1400, flags="DF")
sent = into_udp(stiff, HA, NAT, 434, NAT_PORT)
row("udp: too big for a router", "ha-err", [stiff, about(sent, 3, 4, mtu=1300)], answer(stiff, HA, 3, 4, mtu=1268))
row("udp: too big, with 8 octets of the UDP header only", "ha-err", [stiff, about(sent, 3, 4, mtu=1300, quoted=28)], "nothing")
row("udp: host unreachable", "ha-err", [stiff, about(sent, 3, 1)], answer(stiff, HA, 3, 1))
row("udp: port unreachable is nobody else's business", "ha-err", [stiff, about(sent, 3, 3)], "nothing")
row("udp: an option inside is wrong", "ha-err", [stiff, about(sent, 12, 0, pointer=32)], answer(stiff, HA, 12, 0, pointer=0))

# --- fragments of outer packets (RFC 791 section 3.2, threats of RFC 1858) ----------------------------------------------
whole = outer(datagram(CN, 2000, source=MN), flags=0)
inside = raw(datagram(CN, 2000, source=MN))
one, two, three = cut(whole, 800, 800)
row("fragments: in order", "ha-in", [one, two, three], "held", "held", inside)
row("fragments: backwards", "ha-in", [three, two, one], "held", "held", inside)
row("fragments: one comes twice", "ha-in", [one, two, two, three], "held", "held", "outer_fragment", inside)
row("fragments: one is missing", "ha-in", [one, three], "held", "held")
other = patched(three, 4, 0x11, 0x11)
row("fragments: one is of another datagram", "ha-in", [one, two, resummed(other[:20]) + other[20:]], "held", "held", "held")
row("fragments: two datagrams between each other", "ha-in",
    [one, resummed(patched(one, 5, 9)[:20]) + one[20:], two, three, resummed(patched(two, 5, 9)[:20]) + two[20:],
     resummed(patched(three, 5, 9)[:20]) + three[20:]],
    "held", "held", "held", inside, "held", inside)
overlapping = resummed(patched(whole[:20], 2, *(20 + 800).to_bytes(2, "big"), 0x4d, 0x4d, 0x20, 792 // 8)) + whole[20 + 792:20 + 1592]
row("fragments: one overlaps", "ha-in", [one, overlapping, two, three],
    "held", "fragment_overlap", "fragment_overlap", "fragment_overlap", "fragment_overlap")
within = resummed(patched(whole[:20], 2, 0, 36, 0x4d, 0x4d, 0x20, 10)) + b"e" * 16
row("fragments: one lies within another", "ha-in", [one, within, two, three], "held", "outer_fragment", "held", inside)
teardrop = resummed(patched(whole[:20], 2, 0, 24, 0x4d, 0x4d, 0x00, 3)) + b"tear"
row("fragments: teardrop", "ha-in", [one, teardrop], "held", "fragment_overlap", "fragment_overlap")
beyond = resummed(patched(whole[:20], 2, 0, 28, 0x4d, 0x4d, 0x20, 255)) + b"b" * 8
row("fragments: one lies beyond the end", "ha-in", [three, beyond], "held", "fragment_overlap", "fragment_overlap")
row("fragments: the end is before another", "ha-in", [beyond, three], "held", "fragment_overlap", "fragment_overlap")
death = resummed(patched(whole[:20], 2, 0, 40, 0x4d, 0x4d, 0x1f, 0xff)) + b"d" * 20
row("fragments: ping of death", "ha-in", death, "outer_fragment")
odd = resummed(patched(whole[:20], 2, 0, 33, 0x4d, 0x4d, 0x20, 0)) + b"o" * 13
row("fragments: cut at an odd place", "ha-in", odd, "outer_fragment")
empty = resummed(patched(whole[:20], 2, 0, 20, 0x4d, 0x4d, 0x20, 0))
row("fragments: nothing in it", "ha-in", empty, "outer_fragment")
row("fragments: from a stranger", "ha-in", cut(outer(datagram(CN, 2000, source=MN), STRANGER, flags=0), 800)[0], "outer_source_not_care_of")
row("fragments: to another address", "ha-in",
    cut(outer(datagram(CN, 2000, source=MN), CAFE, "10.10.0.9", flags=0), 800)[0], "outer_destination_not_ours")
tiny = cut(outer(ping(MN, CN), flags=0), 8, 8)
row("fragments: tiny first ones", "ha-in", tiny, "held", "held", raw(ping(MN, CN)))
spoof = cut(outer(ping(SIMULTANEOUS, CN), flags=0), 8, 8)
row("fragments: a mobile node as another one", "ha-in", spoof, "held", "held", "source_not_home")
marked = cut(outer(datagram(CN, 1000, source=MN, tos=2), flags=0, tos=2), 800)
ce = resummed(patched(marked[1], 1, 3)[:20]) + marked[1][20:]
row("fragments: one of them met congestion", "ha-in", [marked[0], ce], "held", raw(datagram(CN, 1000, source=MN, tos=3)))
unmarkable = cut(outer(datagram(CN, 1000, source=MN), flags=0), 800)
ce = resummed(patched(unmarkable[1], 1, 3)[:20]) + unmarkable[1][20:]
row("fragments: one of them met congestion, and the other cannot say so", "ha-in", [unmarkable[0], ce],
    "held", "congestion_experienced")
row("fragments: of GRE", "ha-in", cut(gre(datagram(CN, 1000, source=GRE_NODE), outer_fields=dict(flags=0)), 800),
    "held", raw(datagram(CN, 1000, source=GRE_NODE)))
row("fragments: of minimal encapsulation", "ha-in", cut(minimal(datagram(CN, 1000, source=MIN_NODE), MIN_EXIT, HA), 800),
    "held", raw(datagram(CN, 1000, source=MIN_NODE)))
row("mn: fragments", "mn-in", cut(outer(datagram(MN, 1000), HA, CAFE, flags=0), 800), "held", raw(datagram(MN, 1000)))
row("mn: fragments from a stranger", "mn-in", cut(outer(datagram(MN, 1000), STRANGER, CAFE, flags=0), 800)[1],
    "outer_source_not_home_agent")
row("at home, a fragment", "no-in", cut(outer(datagram(MN, 1000), HA, CAFE, flags=0), 800)[0], "no_tunnel")

# --- ICMP errors from within the tunnel (RFC 2003 sections 4 and 5) -----------------------------------------------------
sent = TCP_PACKET
ways = (("IP in IP", MN, into(sent, HA, CAFE)),)
for name, kind, code, told in (
        ("network unreachable", 3, 0, (3, 1)), ("host unreachable", 3, 1, (3, 1)), ("protocol unreachable", 3, 2, (3, 1)),
        ("port unreachable", 3, 3, None), ("source route failed", 3, 5, None), ("network unknown", 3, 6, (3, 1)),
        ("host unknown", 3, 7, (3, 1)), ("administratively prohibited", 3, 13, (3, 1)), ("code 99", 3, 99, None),
        ("source quench", 4, 0, None), ("redirect", 5, 1, None), ("time exceeded", 11, 0, (3, 1)),
        ("reassembly time exceeded", 11, 1, None)):
    row(f"err: {name}", "ha-err", [sent, about(into(sent, HA, CAFE), kind, code)],
        answer(sent, HA, *told) if told else "nothing")
row("err: parameter problem in the outer header", "ha-err", [sent, about(into(sent, HA, CAFE), 12, 0, pointer=1)], "nothing")
row("err: parameter problem in the datagram", "ha-err", [sent, about(into(sent, HA, CAFE), 12, 0, pointer=28)],
    answer(sent, HA, 12, 0, pointer=8))
big = datagram(MN, 1400, flags="DF")
row("err: too big", "ha-err", [big, about(into(big, HA, CAFE), 3, 4, mtu=1000)], answer(big, HA, 3, 4, mtu=980))
row("err: too big, quoting 548 octets", "ha-err", [big, about(into(big, HA, CAFE), 3, 4, mtu=1000, quoted=548)],
    answer(big[:528], HA, 3, 4, mtu=980))
row("err: too big, quoting 28 octets", "ha-err", [big, about(into(big, HA, CAFE), 3, 4, mtu=1000, quoted=28)], "nothing")
row("err: too big, quoting 47 octets", "ha-err", [big, about(into(big, HA, CAFE), 3, 4, mtu=1000, quoted=47)], "nothing")
row("err: too big, quoting 48 octets", "ha-err", [big, about(into(big, HA, CAFE), 3, 4, mtu=1000, quoted=48)],
    answer(big[:28], HA, 3, 4, mtu=980))
row("err: too big, quoting 27 octets", "ha-err", [big, about(into(big, HA, CAFE), 3, 4, mtu=1000, quoted=27)], "nothing")
row("err: too big, without a number", "ha-err", [big, about(into(big, HA, CAFE), 3, 4)], answer(big, HA, 3, 4, mtu=986))
row("err: too big for 100 octets", "ha-err", [big, about(into(big, HA, CAFE), 3, 4, mtu=100)], answer(big, HA, 3, 4, mtu=556))
row("err: too big though it is not", "ha-err", [big, about(into(big, HA, CAFE), 3, 4, mtu=1420)], "nothing")
soft = datagram(MN, 1400)
row("err: too big though it may be cut", "ha-err", [soft, about(into(soft, HA, CAFE), 3, 4, mtu=1000)], "nothing")
row("err: too big, with extensions of RFC 4884", "ha-err",
    [big, about(into(big, HA, CAFE), 3, 4, mtu=1000, quoted=128, unused=32, tail=b"\x20\0\xe5\xc1\0\x08\x01\x01\x0b\xad\xca\xfe")],
    answer(big[:108], HA, 3, 4, mtu=980))
big_gre = datagram(GRE_NODE, 1400, flags="DF")
row("err: too big for GRE", "ha-err", [big_gre, about(into_gre(big_gre, HA, GRE_EXIT), 3, 4, mtu=1000)],
    answer(big_gre, HA, 3, 4, mtu=976))
row("err: too big for GRE, quoting 28 octets", "ha-err",
    [big_gre, about(into_gre(big_gre, HA, GRE_EXIT), 3, 4, mtu=1000, quoted=28)], "nothing")
row("err: host unreachable by GRE", "ha-err", [ping(CN, GRE_NODE), about(into_gre(ping(CN, GRE_NODE), HA, GRE_EXIT), 3, 1)],
    answer(ping(CN, GRE_NODE), HA, 3, 1))
big_min = datagram(MIN_NODE, 1400, flags="DF")
row("err: too big for minimal encapsulation", "ha-err",
    [big_min, about(minimal(big_min, HA, MIN_EXIT).hex(), 3, 4, mtu=1000)], answer(big_min, HA, 3, 4, mtu=988))
row("err: too big for minimal encapsulation, quoting 28 octets", "ha-err",
    [big_min, about(minimal(big_min, HA, MIN_EXIT).hex(), 3, 4, mtu=1000, quoted=28)], "nothing")
row("err: too big for minimal encapsulation, quoting 40 octets", "ha-err",
    [big_min, about(minimal(big_min, HA, MIN_EXIT).hex(), 3, 4, mtu=1000, quoted=40)], answer(big_min[:28], HA, 3, 4, mtu=988))
row("err: host unreachable by minimal encapsulation", "ha-err",
    [ping(CN, MIN_NODE), about(minimal(ping(CN, MIN_NODE), HA, MIN_EXIT).hex(), 3, 1)], answer(ping(CN, MIN_NODE), HA, 3, 1))
row("err: about an error, nobody is told", "ha-err", [error.replace(b"\x01", b"\x01"), about(into(error, HA, CAFE), 3, 1)], "nothing")
forged = into(big, HA, CAFE).replace("iiii", "0bad")
row("err: forged: the Identification was guessed", "ha-err", [big, about(forged, 3, 4, mtu=600)], "nothing")
other_inner = into(patched(big, 4, 0x43, 0x21), HA, CAFE)
row("err: forged: the inner Identification was guessed", "ha-err", [big, about(other_inner, 3, 4, mtu=600)], "nothing")
row("err: forged: about another care-of address", "ha-err", [big, about(into(big, HA, OTHER), 3, 4, mtu=600)], "nothing")
row("err: forged: about what somebody else sent", "ha-err", [big, about(into(big, STRANGER, CAFE), 3, 4, mtu=600)], "nothing")
row("err: forged: not sent to the tunnel's source", "ha-err", [big, about(into(big, HA, CAFE), 3, 4, mtu=600, to=HA2)], "nothing")
row("err: forged: about another protocol", "ha-err", [big, about(into(big, HA, CAFE).replace("4004cccc", "4006cccc"), 3, 4, mtu=600)], "nothing")
row("err: the checksum is wrong", "ha-err", [big, about(into(big, HA, CAFE), 3, 4, mtu=1000).replace("ssss", "1234")], "nothing")
row("err: not an error but a ping", "ha-err", [big, octets(IP(src=ROUTER, dst=HA) / ICMP(id=1) / Raw(b"p" * 60))], "nothing")
row("mn: err: too big", "mn-err", [datagram(CN, 1400, source=MN, flags="DF"),
    about(into(datagram(CN, 1400, source=MN, flags="DF"), CAFE, HA), 3, 4, mtu=1000)],
    answer(datagram(CN, 1400, source=MN, flags="DF"), HA, 3, 4, mtu=980))
row("mn: err: network unreachable", "mn-err", [ping(MN, CN), about(into(ping(MN, CN), CAFE, HA), 3, 0)], answer(ping(MN, CN), HA, 3, 0))
row("mn: err: protocol unreachable", "mn-err", [ping(MN, CN), about(into(ping(MN, CN), CAFE, HA), 3, 2)], answer(ping(MN, CN), HA, 3, 0))
row("mn: err: host unreachable", "mn-err", [ping(MN, CN), about(into(ping(MN, CN), CAFE, HA), 3, 1)], answer(ping(MN, CN), HA, 3, 1))
row("mn: err: port unreachable", "mn-err", [ping(MN, CN), about(into(ping(MN, CN), CAFE, HA), 3, 3)], "nothing")
row("mg: err: too big", "mg-err", [datagram(CN, 1400, source=MN, flags="DF"),
    about(into_gre(datagram(CN, 1400, source=MN, flags="DF"), CAFE, HA), 3, 4, mtu=1000)],
    answer(datagram(CN, 1400, source=MN, flags="DF"), HA, 3, 4, mtu=976))
row("mm: err: too big", "mm-err", [datagram(CN, 1400, source=MN, flags="DF"),
    about(minimal(datagram(CN, 1400, source=MN, flags="DF"), CAFE, HA).hex(), 3, 4, mtu=1000)],
    answer(datagram(CN, 1400, source=MN, flags="DF"), HA, 3, 4, mtu=988))

# --- broadcasts that a mobile node has asked for ------------------------------------------------------------------------
for to in ("255.255.255.255", "10.10.0.255", "224.0.0.251", "239.1.2.3"):
    row(f"mb: to {to}", "mb-in", outer(ping(CN, to), HA, CAFE), raw(ping(CN, to)))
    row(f"mn: to {to}, not asked for", "mn-in", outer(ping(CN, to), HA, CAFE), "destination_not_home")
row("mb: to the home address", "mb-in", outer(ping(CN, MN), HA, CAFE), raw(ping(CN, MN)))
row("mb: to another broadcast address", "mb-in", outer(ping(CN, "10.11.0.255"), HA, CAFE), "destination_not_home")
row("mb: through a foreign agent, to the home address", "mb-in", outer(ping(CN, "10.10.0.255"), HA, MN), raw(ping(CN, "10.10.0.255")))
row("mb: broadcast from a stranger", "mb-in", outer(ping(CN, "255.255.255.255"), STRANGER, CAFE), "outer_source_not_home_agent")

row("mb: within a second header nothing but broadcasts", "mb-in", outer(ping(CN, MN), HA, MN), "destination_not_home")
row("mb: within a second header from a stranger", "mb-in", outer(ping(CN, "10.10.0.255"), STRANGER, MN), "outer_source_not_home_agent")
for to in ("255.255.255.255", "10.10.0.255", "239.1.2.3"):
    row(f"mf: to {to}", "mf-in", outer(ping(CN, to), HA, MN), raw(ping(CN, to)))
row("mf: to the home address", "mf-in", outer(ping(CN, MN), HA, MN), "destination_not_home")
row("mf: to another broadcast address", "mf-in", outer(ping(CN, "10.11.0.255"), HA, MN), "destination_not_home")
row("mf: to another host", "mf-in", outer(ping(CN, NEIGHBOUR), HA, MN), "destination_not_home")
row("mf: from a stranger", "mf-in", outer(ping(CN, "255.255.255.255"), STRANGER, MN), "outer_source_not_home_agent")
row("mf: from the foreign agent itself", "mf-in", outer(ping(CN, "255.255.255.255"), AGENT, MN), "outer_source_not_home_agent")
row("mf: to another address", "mf-in", outer(ping(CN, "255.255.255.255"), HA, CAFE), "outer_destination_not_ours")
row("mf: a broadcast in a third header", "mf-in", outer(outer(ping(CN, "10.10.0.255"), CN, "10.10.0.255"), HA, MN), "nested_tunnel")
row("mf: a registration as a broadcast", "mf-in",
    outer(octets(IP(src=CN, dst="10.10.0.255", ttl=9) / UDP(sport=9, dport=434) / Raw(b"r" * 24)), HA, MN), "registration_in_tunnel")
row("mf: fragments of a second header", "mf-in", cut(outer(datagram("10.10.0.255", 1000), HA, MN, flags=0), 800),
    "held", raw(datagram("10.10.0.255", 1000)))

# --- broadcasts of the home link, into tunnels (RFC 5944 sections 4.3 and 4.4) -------------------------------------------
def second(packet):
    """The unicast datagram to the home address that a broadcast is in, with what varies blanked."""
    inner = octets(packet)
    flags = "DF" if inner[6] & 0x40 else 0
    digits = octets(IP(src=HA, dst=MN, tos=inner[1], ttl=64, proto=4, flags=flags, id=1) / Raw(inner)).hex()
    return digits[:8] + "iiii" + digits[12:20] + "cccc" + digits[24:]


def twice(packet, wrap):
    """That, wrapped by {@code wrap} as any datagram is."""
    plain = second(packet).replace("iiii", "0001").replace("cccc", "0000")
    inner = resummed(bytes.fromhex(plain))
    wrapped = expand(wrap(inner))
    at = wrapped.index(inner.hex()[:8] + "0001")
    return short(wrapped[:at] + second(packet) + wrapped[at + len(inner) * 2:])


def twice_minimal(packet):
    """Minimal encapsulation keeps the datagram's own header, whose Identification varies."""
    inner = resummed(bytes.fromhex(second(packet).replace("iiii", "0001").replace("cccc", "0000")))
    digits = minimal(inner, HA, AGENT).hex()
    return short(digits[:8] + "iiii" + digits[12:20] + "cccc" + digits[24:])


HOST = "10.10.0.200"
for to in ("255.255.255.255", "10.10.0.255", "239.1.2.3"):
    heard, passed = ping(HOST, to, ttl=64), ping(HOST, to, ttl=63)
    row(f"lan: to {to}, straight to the care-of address", "bd-lan", heard, into(passed, HA, CAFE))
    row(f"lan: to {to}, by GRE", "bg-lan", heard, into_gre(passed, HA, CAFE))
    row(f"lan: to {to}, by minimal encapsulation", "bm-lan", heard, minimal(passed, HA, CAFE).hex())
    row(f"lan: to {to}, behind a foreign agent", "fi-lan", heard, twice(passed, lambda p: into(p, HA, AGENT)))
    row(f"lan: to {to}, behind a foreign agent by GRE", "fg-lan", heard, twice(passed, lambda p: into_gre(p, HA, AGENT)))
    row(f"lan: to {to}, behind a foreign agent by minimal encapsulation", "fm-lan", heard, twice_minimal(passed))
row("lan: nobody wants broadcasts", "ha-lan", ping(HOST, "10.10.0.255"), "nothing")
heard, passed = ping(HOST, "10.10.0.255", ttl=64), ping(HOST, "10.10.0.255", ttl=63)
row("lan: to two care-of addresses", "b2-lan", heard, into(passed, HA, CAFE), twice(passed, lambda p: into(p, HA, AGENT)))
row("lan: type of service and DF are copied twice", "fi-lan", ping(HOST, "10.10.0.255", ttl=9, tos=0xb8, flags="DF"),
    twice(ping(HOST, "10.10.0.255", ttl=8, tos=0xb8, flags="DF"), lambda p: into(p, HA, AGENT)))
row("lan: a last fragment", "bd-lan", IP(src=HOST, dst="10.10.0.255", ttl=64, id=77, frag=4, proto=17) / Raw(b"y" * 24),
    into(IP(src=HOST, dst="10.10.0.255", ttl=63, id=77, frag=4, proto=17) / Raw(b"y" * 24), HA, CAFE))
row("lan: a fragment by minimal encapsulation is wrapped in IP", "bm-lan",
    IP(src=HOST, dst="10.10.0.255", ttl=64, id=77, frag=4, proto=17) / Raw(b"y" * 24),
    into(IP(src=HOST, dst="10.10.0.255", ttl=63, id=77, frag=4, proto=17) / Raw(b"y" * 24), HA, CAFE))
row("lan: padding is cut off", "bd-lan", heard + b"\0" * 18, into(passed, HA, CAFE))
row("lan: ttl 2 becomes 1", "bd-lan", ping(HOST, "10.10.0.255", ttl=2), into(ping(HOST, "10.10.0.255", ttl=1), HA, CAFE))
row("lan: ttl 1 ends, and nobody is told", "bd-lan", ping(HOST, "10.10.0.255", ttl=1), "ttl_exceeded")
row("lan: ttl 0", "bd-lan", ping(HOST, "10.10.0.255", ttl=0), "ttl_zero")
row("lan: to a group that nobody has joined", "bd-lan", ping(HOST, "239.9.9.9"), "not_passed_on")
row("lan: to the broadcast address of another network", "bd-lan", ping(HOST, "10.11.0.255"), "not_passed_on")
row("lan: to one host", "bd-lan", ping(HOST, MN), "not_passed_on")
for name, source in (("nobody", "0.0.0.0"), ("a loopback", "127.0.0.1"), ("a group", "224.0.0.9"), ("a broadcast address", "255.255.255.255")):
    row(f"lan: from {name}", "bd-lan", ping(source, "10.10.0.255"), "not_passed_on")
for name, port in (("to a DHCP server", 67), ("to a DHCP client", 68), ("a registration", 434)):
    row(f"lan: {name}", "bd-lan", IP(src=HOST, dst="255.255.255.255", ttl=64) / UDP(sport=9, dport=port, chksum=0) / Raw(b"d" * 24), "not_passed_on")
for name, kind in (("an agent advertisement", 9), ("an agent solicitation", 10)):
    row(f"lan: {name}", "bd-lan", IP(src=HOST, dst="255.255.255.255", ttl=64) / ICMP(type=kind), "not_passed_on")
row("lan: IGMP", "bd-lan", IP(src=HOST, dst="239.1.2.3", ttl=64, proto=2) / Raw(bytes.fromhex("1600f8faef010203")), "not_passed_on")
row("lan: from a node that is away: out of its tunnel", "bd-lan", ping(SIMULTANEOUS, "10.10.0.255"), "tunnel_loop")
row("lan: from the node that wants it", "bd-lan", ping(MN, "10.10.0.255"), "tunnel_loop")
row("lan: from the home agent", "bd-lan", ping(HA, "10.10.0.255"), "tunnel_loop")
for name, proto in (("IP in IP", 4), ("GRE", 47), ("minimal encapsulation", 55), ("IPv6", 41)):
    row(f"lan: {name} in a broadcast", "bd-lan", IP(src=HOST, dst="10.10.0.255", ttl=64, proto=proto) / Raw(ping(CN, MN)), "nested_tunnel")
stiff = datagram("10.10.0.255", 1200, source=HOST, ttl=64, flags="DF")
row("lan: too long with DF, and nobody is told", "bn-lan", stiff, "exceeds_path_mtu")
row("lan: too long with DF in a second header", "fn-lan", stiff, "exceeds_path_mtu")
soft = datagram("10.10.0.255", 1200, source=HOST, ttl=64)
row("lan: too long is cut", "bn-lan", soft,
    *[into(p, HA, NARROW_EXIT) for p in cut(datagram("10.10.0.255", 1200, source=HOST, ttl=63), 960)])
malformed("lan:", "bd-lan", ping(HOST, "10.10.0.255"))

# --- the foreign agent's end (RFC 5944 section 4.2.2, RFC 3024 section 5) ------------------------------------------------
row("fa: to a visitor", "fa-in", outer(ping(CN, MN), HA, AGENT), raw(ping(CN, MN)))
row("fa: to a visitor by GRE", "fa-in", gre(ping(CN, GRE_NODE), HA, AGENT), raw(ping(CN, GRE_NODE)))
row("fa: to a visitor by minimal encapsulation", "fa-in", minimal(ping(CN, MIN_NODE), HA, AGENT), raw(ping(CN, MIN_NODE)))
row("fa: GRE where IP in IP was agreed on", "fa-in", gre(ping(CN, MN), HA, AGENT), "encapsulation_not_agreed")
row("fa: a broadcast in a second header", "fa-in", outer(outer(ping(HOST, "10.10.0.255"), HA, MN), HA, AGENT),
    raw(outer(ping(HOST, "10.10.0.255"), HA, MN)))
row("fa: a broadcast in a second header by GRE", "fa-in", gre(outer(ping(HOST, "10.10.0.255"), HA, GRE_NODE), HA, AGENT),
    raw(outer(ping(HOST, "10.10.0.255"), HA, GRE_NODE)))
row("fa: a broadcast in a second header by minimal encapsulation", "fa-in",
    minimal(outer(ping(HOST, "10.10.0.255"), HA, MIN_NODE), HA, AGENT), raw(outer(ping(HOST, "10.10.0.255"), HA, MIN_NODE)))
row("fa: a broadcast without a second header", "fa-in", outer(ping(HOST, "10.10.0.255"), HA, AGENT), "destination_not_home")
row("fa: to nobody who visits", "fa-in", outer(ping(CN, NOBODY), HA, AGENT), "destination_not_home")
row("fa: from a stranger", "fa-in", outer(ping(CN, MN), STRANGER, AGENT), "outer_source_not_home_agent")
row("fa: to another address", "fa-in", outer(ping(CN, MN), HA, CAFE), "outer_destination_not_ours")
row("fa: a visitor encapsulates to it", "fa-in", outer(ping(MN, CN), MN, AGENT), raw(ping(MN, CN)))
row("fa: a visitor encapsulates as another", "fa-in", outer(ping(SIMULTANEOUS, CN), MN, AGENT), "source_not_home")
row("fa: a visitor encapsulates twice", "fa-in", outer(outer(ping(MN, CN), MN, HA), MN, AGENT), "nested_tunnel")
row("fa: back from a visitor", "fa-out", ping(MN, CN), into(ping(MN, CN), AGENT, HA))
row("fa: back from a visitor by GRE", "fa-out", ping(GRE_NODE, CN), into_gre(ping(GRE_NODE, CN), AGENT, HA))
row("fa: back from a visitor by minimal encapsulation", "fa-out", ping(MIN_NODE, CN), minimal(ping(MIN_NODE, CN), AGENT, HA).hex())
row("fa: back from a visitor without a reverse tunnel", "fa-out", ping(SIMULTANEOUS, CN), "source_not_home")
row("fa: back from nobody who visits", "fa-out", ping(NOBODY, CN), "source_not_home")

# --- GRE with keys that were agreed on, each for what it is received with (RFC 6245 section 5) ---------------------------
keyed = octets(IP(src=HA, dst=KEYED_EXIT, ttl=64, proto=47, id=1) / GRE(proto=0x800, key_present=1, key=0x01020304)
               / Raw(ping(CN, KEYED))).hex()
row("gre key: the exit's own in what is sent", "ha-out", ping(CN, KEYED), short(keyed[:8] + "iiii" + keyed[12:20] + "cccc" + keyed[24:]))
row("gre key: ours in what comes", "ha-in", gre(ping(KEYED, CN), KEYED_EXIT, key_present=1, key=0x0a0b0c0d), raw(ping(KEYED, CN)))
row("gre key: ours, and a sequence number", "ha-in",
    gre(ping(KEYED, CN), KEYED_EXIT, key_present=1, key=0x0a0b0c0d, seqnum_present=1, sequence_number=7), raw(ping(KEYED, CN)))
row("gre key: the exit's own comes back", "ha-in", gre(ping(KEYED, CN), KEYED_EXIT, key_present=1, key=0x01020304), "gre_key")
row("gre key: none where one was agreed on", "ha-in", gre(ping(KEYED, CN), KEYED_EXIT), "gre_key")
row("gre key: one where none was agreed on", "ha-in", gre(ping(GRE_NODE, CN), key_present=1, key=0x0a0b0c0d), "gre_key")

print(WORLD)
for name, direction, given, result in rows:
    print(f"{name} | {direction} | {given} | {result}")
