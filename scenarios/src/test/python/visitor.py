#!/usr/bin/env python3
"""A mobile node at a foreign agent, in as little as the RFCs allow; written from them alone.

listen  INTERFACE                   the next agent advertisement, as key=value
ask     INTERFACE FRAME-TO-MAC ...  a Registration Request from a packet socket, and its reply, as key=value
wrapped INTERFACE ...               an echo request that the node encapsulates to its foreign agent (RFC 3024 section 5.2)
"""
import argparse
import hashlib
import hmac
import socket
import struct
import sys
import time

ETH_P_IP = 0x0800


def checksum(octets):
    if len(octets) % 2:
        octets += b"\0"
    total = sum(struct.unpack("!%dH" % (len(octets) // 2), octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ip(source, destination, protocol, ttl, payload):
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 7, 0, ttl, protocol, 0,
                         socket.inet_aton(source), socket.inet_aton(destination))
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + payload


def udp(source, destination, sport, dport, payload):
    length = 8 + len(payload)
    pseudo = socket.inet_aton(source) + socket.inet_aton(destination) + struct.pack("!BBH", 0, 17, length)
    segment = struct.pack("!HHHH", sport, dport, length, 0) + payload
    return segment[:6] + struct.pack("!H", checksum(pseudo + segment) or 0xFFFF) + segment[8:]


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def link(interface, timeout):
    port = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_IP))
    port.bind((interface, ETH_P_IP))
    port.settimeout(timeout)
    return port


def sign(message, kind, spi, key):
    covered = message + struct.pack("!BBI", kind, 20, spi)
    return covered + hmac.new(key, covered, hashlib.md5).digest()


def sign_aaa(message, spi, key):
    covered = message + struct.pack("!BBHI", 36, 1, 20, spi)
    return covered + hmac.new(key, covered, hashlib.md5).digest()


def packets(port, seconds):
    end = time.time() + seconds
    while time.time() < end:
        try:
            frame = port.recv(65535)
        except socket.timeout:
            continue
        packet = frame[14:]
        length = struct.unpack("!H", packet[2:4])[0]
        yield frame[6:12], packet[:length], packet[(packet[0] & 15) * 4:length]


def listen(arguments):
    port = link(arguments.interface, 0.2)
    for source, packet, message in packets(port, 10):
        if packet[9] != 1 or message[0] != 9:
            continue
        count = message[4]
        at = 8 + 8 * count
        told = {"mac": source.hex(":"), "from": socket.inet_ntoa(packet[12:16]), "ttl": packet[8],
                "code": message[1], "good": checksum(message) == 0}
        while at < len(message):
            if message[at] == 0:
                at += 1
                continue
            data = message[at + 2:at + 2 + message[at + 1]]
            if message[at] == 16:
                told["sequence"], told["lifetime"], told["flags"] = struct.unpack("!HHH", data[:6])
                told["careof"] = socket.inet_ntoa(data[6:10])
            elif message[at] == 19:
                told["prefix"] = data[0]
            elif message[at] == 24:
                told["challenge"] = data.hex()
            at += 2 + len(data)
        print(" ".join("%s=%s" % pair for pair in told.items()))
        return
    sys.exit("no advertisement")


def ask(arguments):
    now = time.time() + 2208988800
    identification = (int(now) << 32) | int((now % 1) * 2 ** 32)
    message = struct.pack("!BBH4s4s4sQ", 1, arguments.flags, arguments.lifetime,
                          socket.inet_aton(arguments.home), socket.inet_aton(arguments.agent),
                          socket.inet_aton(arguments.careof), identification)
    message = sign(message, 32, arguments.spi, arguments.key.encode())
    if arguments.style:
        message += b"\x82\0"
    if arguments.challenge:
        challenge = bytes.fromhex(arguments.challenge)
        message += struct.pack("!BB", 132, len(challenge)) + challenge
        message = sign_aaa(message, 700, b"an AAA server's!")
    if arguments.foreign_key:
        message = sign(message, 33, 300, arguments.foreign_key.encode())
    port = link(arguments.interface, 0.2)
    own = mac(arguments.own) if arguments.own else port.getsockname()[4]
    source = arguments.source or arguments.home
    port.send(mac(arguments.mac) + own + struct.pack("!H", ETH_P_IP)
              + ip(source, arguments.to, 17, arguments.ttl, udp(source, arguments.to, 40000, 434, message)))
    for source, packet, datagram in packets(port, 9):
        if packet[9] != 17 or struct.unpack("!HH", datagram[:4]) != (434, 40000):
            continue
        reply = datagram[8:]
        if reply[0] != 3 or reply[16:20] != message[20:24]:
            continue
        extensions, at = [], 20
        challenge = ""
        while at < len(reply):
            length = reply[at + 1]
            extensions.append("%d" % reply[at])
            if reply[at] == 132:
                challenge = reply[at + 2:at + 2 + length].hex()
            if reply[at] == 45:
                extensions[-1] += ":%d" % reply[at + 3]
            at += 2 + length
        home = sign(reply[:20], 32, arguments.spi, arguments.key.encode())
        print("code=%d lifetime=%d from=%s to=%s mac=%s signed=%s extensions=%s challenge=%s"
              % (reply[1], struct.unpack("!H", reply[2:4])[0], socket.inet_ntoa(packet[12:16]),
                 socket.inet_ntoa(packet[16:20]), source.hex(":"), reply.startswith(home),
                 ",".join(extensions), challenge))
        return
    print("silence")


def wrapped(arguments):
    """Sends one encapsulated datagram; to a unicast address, waits for the echo reply."""
    port = link(arguments.interface, 0.2)
    own = port.getsockname()[4]
    echo = struct.pack("!BBHHH", 8, 0, 0, 77, 1) + b"by way of the foreign agent"
    echo = echo[:2] + struct.pack("!H", checksum(echo)) + echo[4:]
    inner = ip(arguments.inner_source or arguments.home, arguments.destination, 1, 64, echo)
    port.send(mac(arguments.mac) + own + struct.pack("!H", ETH_P_IP)
              + ip(arguments.home, arguments.to, 4, 64, inner))
    for source, packet, message in packets(port, 3):
        if packet[9] == 1 and message[0] == 0 and message[4:8] == struct.pack("!HH", 77, 1):
            print("answered from=%s mac=%s" % (socket.inet_ntoa(packet[12:16]), source.hex(":")))
            return
    print("silence")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    listening = commands.add_parser("listen")
    listening.add_argument("interface")
    asking = commands.add_parser("ask")
    asking.add_argument("interface")
    asking.add_argument("--mac", required=True)
    asking.add_argument("--own", default="")
    asking.add_argument("--home", default="10.10.0.57")
    asking.add_argument("--source", default="")
    asking.add_argument("--to", default="192.0.2.1")
    asking.add_argument("--agent", default="10.10.0.1")
    asking.add_argument("--careof", default="192.0.2.1")
    asking.add_argument("--lifetime", type=int, default=60)
    asking.add_argument("--flags", type=lambda text: int(text, 0), default=2)
    asking.add_argument("--ttl", type=int, default=255)
    asking.add_argument("--spi", type=int, default=257)
    asking.add_argument("--key", default="1234567812345678")
    asking.add_argument("--style", action="store_true")
    asking.add_argument("--challenge", default="")
    asking.add_argument("--foreign-key", default="")
    wrapping = commands.add_parser("wrapped")
    wrapping.add_argument("interface")
    wrapping.add_argument("--mac", required=True)
    wrapping.add_argument("--home", default="10.10.0.57")
    wrapping.add_argument("--to", default="192.0.2.1")
    wrapping.add_argument("--inner-source", default="")
    wrapping.add_argument("--destination", default="10.10.0.200")
    arguments = parser.parse_args()
    {"listen": listen, "ask": ask, "wrapped": wrapped}[arguments.command](arguments)


main()
