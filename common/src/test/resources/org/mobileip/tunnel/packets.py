#!/usr/bin/python3
"""Writes packets.txt, the packets that every dataplane is asked about: ./packets.py > packets.txt

The octets are scapy's, not ours. What is expected is written here by hand, row by row, from the RFCs and from the ladder
of reasons in the package's Javadoc. Needs python3-scapy; the tests need only packets.txt.
"""
from scapy.all import ICMP, IP, TCP, UDP, Raw

HA, HA2 = "10.10.0.1", "10.10.0.2"
MN, SIMULTANEOUS, NEIGHBOUR, SECOND_END = "10.10.0.57", "10.10.0.58", "10.10.0.59", "10.10.0.60"
TO_ITSELF, TO_THE_AGENT, NOBODY = "10.10.0.61", "10.10.0.62", "10.10.0.99"
CAFE, OTHER, TRAIN, OFFICE = "192.0.2.44", "192.0.2.45", "198.51.100.45", "203.0.113.60"
OVERLAP, CN, STRANGER = "198.51.100.44", "172.16.0.9", "172.16.0.66"

WORLD = f"""\
# Packets and what becomes of them. Written by packets.py: change that, not this.
#
#   name | direction | in | what comes out, or why nothing does
#
# ha-out: read from the home agent's tunnel interface      ha-in: received by the home agent with protocol 4
# mn-out: read from the mobile node's tunnel interface     mn-in: received by the mobile node with protocol 4
# no-out, no-in: the same of a mobile node that has no tunnel
# One result for each copy, in the order of the care-of addresses, joined by " + ". iiii is any Identification but zero,
# cccc the checksum that makes the outer header's sum right; xx{{n}} is the octet xx, n times.
#
# Home agent:  {MN} at {CAFE}, {SIMULTANEOUS} at {OTHER} and {TRAIN}, {NEIGHBOUR} at {CAFE} too,
#              {TO_ITSELF} at {TO_ITSELF}, {TO_THE_AGENT} at {HA}: all by its address {HA}; {SECOND_END} at {OFFICE} by {HA2}.
# Mobile node: {MN} at {CAFE}, home agent {HA}; also receives at {OVERLAP}.
"""

rows = []


def octets(packet):
    return bytes(packet)


def row(name, direction, packet, *results):
    assert name not in [r[0] for r in rows], name
    rows.append((name, direction, short(octets(packet).hex()), " + ".join(results)))


def short(digits):
    """Long runs of zero octets, which only giants have, as 00{n}."""
    end = len(digits.rstrip("0"))
    end += end % 2
    run = (len(digits) - end) // 2
    return digits if run < 1000 else f"{digits[:end]}00{{{run}}}"


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
row("one octet more", "ha-out", IP(src=CN, dst=MN, ttl=63, id=3, proto=59, len=65516) / Raw(b"\0" * 65496), "too_big")
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
row("protocol 47 outside", "ha-in", outer(ping(MN, CN), proto=47), "not_ip_in_ip")
row("udp outside", "ha-in", IP(src=CAFE, dst=HA) / UDP(sport=434, dport=434) / Raw(request), "not_ip_in_ip")
row("first fragment outside", "ha-in", outer(ping(MN, CN), flags="MF"), "outer_fragment")
row("last fragment outside", "ha-in", outer(ping(MN, CN), flags=0, frag=3), "outer_fragment")
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
row("mn: fragment outside", "mn-in", outer(ping(CN, MN), HA, CAFE, flags="MF"), "outer_fragment")

# --- a mobile node without a tunnel -----------------------------------------------------------------------------------
row("at home, sending", "no-out", ping(MN, CN), "no_tunnel")
row("at home, receiving", "no-in", outer(TCP_PACKET, HA, CAFE), "no_tunnel")
row("at home, malformed", "no-in", outer(TCP_PACKET, HA, CAFE)[:19], "outer_malformed")

print(WORLD)
for name, direction, given, result in rows:
    print(f"{name} | {direction} | {given} | {result}")
