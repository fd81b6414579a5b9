package org.mobileip.host.linux;

import static org.mobileip.host.linux.SocketFilter.FRAGMENT_OFFSET_AND_MORE_FRAGMENTS;
import static org.mobileip.host.linux.SocketFilter.JUMP;
import static org.mobileip.host.linux.SocketFilter.JUMP_IF_ANY_BIT;
import static org.mobileip.host.linux.SocketFilter.JUMP_IF_AT_LEAST;
import static org.mobileip.host.linux.SocketFilter.JUMP_IF_EQUAL;
import static org.mobileip.host.linux.SocketFilter.LOAD_HALF;
import static org.mobileip.host.linux.SocketFilter.LOAD_HALF_INDEXED;
import static org.mobileip.host.linux.SocketFilter.LOAD_HEADER_LENGTH_TO_X;
import static org.mobileip.host.linux.SocketFilter.LOAD_OCTET;
import static org.mobileip.host.linux.SocketFilter.LOAD_OCTET_INDEXED;
import static org.mobileip.host.linux.SocketFilter.LOAD_STORED;
import static org.mobileip.host.linux.SocketFilter.LOAD_WORD;
import static org.mobileip.host.linux.SocketFilter.LOAD_WORD_INDEXED;
import static org.mobileip.host.linux.SocketFilter.NETWORK_HEADER;
import static org.mobileip.host.linux.SocketFilter.STORE;
import static org.mobileip.host.linux.SocketFilter.TO_END;
import static org.mobileip.host.linux.SocketFilter.UDP;
import static org.mobileip.host.linux.SocketFilter.load;
import static org.mobileip.host.linux.SocketFilter.mustEqual;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.host.linux.SocketFilter.Instruction;

/**
 * By which several sockets share the packets of tunnels: each packet passes one of their filters, and those of one flow all pass the same,
 * so that none overtakes another.
 *
 * <p>What is IP in IP goes by the addresses inside and, of TCP and UDP, by the ports inside; a tunnel within UDP by its own
 * addresses and ports, since the kernel may have merged what several flows have in it; all else, and every fragment, by its
 * addresses: the pieces of a packet must come together, and the numbers of a GRE tunnel (RFC 2890) are those of all that is in it.
 */
final class FlowShare {

    private static final int LOAD_NUMBER = 0x00;
    private static final int LOAD_STORED_TO_X = 0x61;
    private static final int SUBTRACT_X = 0x1c;
    private static final int EXCLUSIVE_OR_X = 0xac;
    private static final int MULTIPLY = 0x24;
    private static final int SHIFT_RIGHT = 0x74;
    private static final int REMAINDER = 0x94;

    /** Where the two addresses, and the two ports as one number, are kept meanwhile. */
    private static final int SOURCE = 0;

    private static final int DESTINATION = 1;
    private static final int PORTS = 2;

    /** 2³² by the golden ratio: addresses that differ in their last bits differ in the first ones then. */
    private static final int MIXER = 0x9e3779b1;

    private static final int IP_IN_IP = 4;
    private static final int TCP = 6;
    private static final int NO_OPTIONS = 0x45;

    /** Octets of an inner datagram up to the end of its ports. */
    private static final int UP_TO_PORTS = 24;

    private FlowShare() {}

    /** The conditions, in their order; with jumps to the end of the first part. */
    static List<Instruction> keys() {
        List<Instruction> block = new ArrayList<>(List.of(
                load(LOAD_WORD, NETWORK_HEADER + 12),
                load(STORE, SOURCE),
                load(LOAD_WORD, NETWORK_HEADER + 16),
                load(STORE, DESTINATION),
                load(LOAD_NUMBER, 0),
                load(STORE, PORTS),
                load(LOAD_HALF, NETWORK_HEADER + 6),
                new Instruction(JUMP_IF_ANY_BIT, TO_END, 0, FRAGMENT_OFFSET_AND_MORE_FRAGMENTS),
                load(LOAD_HEADER_LENGTH_TO_X, NETWORK_HEADER),
                load(LOAD_OCTET, NETWORK_HEADER + 9),
                new Instruction(JUMP_IF_EQUAL, 0, 3, UDP),
                load(LOAD_WORD_INDEXED, NETWORK_HEADER),
                load(STORE, PORTS),
                new Instruction(JUMP, 0, 0, TO_END),
                new Instruction(JUMP_IF_EQUAL, 0, TO_END, IP_IN_IP)));
        block.addAll(List.of(
                load(LOAD_HALF, NETWORK_HEADER + 2),
                new Instruction(SUBTRACT_X, 0, 0, 0),
                new Instruction(JUMP_IF_AT_LEAST, 0, TO_END, UP_TO_PORTS),
                load(LOAD_WORD_INDEXED, NETWORK_HEADER + 12),
                load(STORE, SOURCE),
                load(LOAD_WORD_INDEXED, NETWORK_HEADER + 16),
                load(STORE, DESTINATION),
                load(LOAD_OCTET_INDEXED, NETWORK_HEADER),
                new Instruction(JUMP_IF_EQUAL, 0, TO_END, NO_OPTIONS),
                load(LOAD_HALF_INDEXED, NETWORK_HEADER + 6),
                new Instruction(JUMP_IF_ANY_BIT, TO_END, 0, FRAGMENT_OFFSET_AND_MORE_FRAGMENTS),
                load(LOAD_OCTET_INDEXED, NETWORK_HEADER + 9),
                new Instruction(JUMP_IF_EQUAL, 1, 0, TCP),
                new Instruction(JUMP_IF_EQUAL, 0, TO_END, UDP),
                load(LOAD_WORD_INDEXED, NETWORK_HEADER + 20),
                load(STORE, PORTS)));
        return block;
    }

    /** The second part: whose share that is. */
    static List<Instruction> choice(int index, int count) {
        return List.of(
                load(LOAD_STORED, SOURCE),
                load(LOAD_STORED_TO_X, DESTINATION),
                new Instruction(EXCLUSIVE_OR_X, 0, 0, 0),
                load(LOAD_STORED_TO_X, PORTS),
                new Instruction(EXCLUSIVE_OR_X, 0, 0, 0),
                new Instruction(MULTIPLY, 0, 0, MIXER),
                new Instruction(SHIFT_RIGHT, 0, 0, 16),
                new Instruction(REMAINDER, 0, 0, count),
                mustEqual(index));
    }
}
