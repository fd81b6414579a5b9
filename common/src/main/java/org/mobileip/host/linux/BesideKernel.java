package org.mobileip.host.linux;

import static org.mobileip.host.linux.SocketFilter.FRAGMENT_OFFSET_AND_MORE_FRAGMENTS;
import static org.mobileip.host.linux.SocketFilter.JUMP;
import static org.mobileip.host.linux.SocketFilter.JUMP_IF_ANY_BIT;
import static org.mobileip.host.linux.SocketFilter.JUMP_IF_EQUAL;
import static org.mobileip.host.linux.SocketFilter.LOAD_HALF;
import static org.mobileip.host.linux.SocketFilter.LOAD_HALF_INDEXED;
import static org.mobileip.host.linux.SocketFilter.LOAD_HEADER_LENGTH_TO_X;
import static org.mobileip.host.linux.SocketFilter.LOAD_OCTET;
import static org.mobileip.host.linux.SocketFilter.LOAD_OCTET_INDEXED;
import static org.mobileip.host.linux.SocketFilter.LOAD_STORED;
import static org.mobileip.host.linux.SocketFilter.LOAD_WORD;
import static org.mobileip.host.linux.SocketFilter.LOAD_WORD_INDEXED;
import static org.mobileip.host.linux.SocketFilter.MOST_ADDRESSES;
import static org.mobileip.host.linux.SocketFilter.NETWORK_HEADER;
import static org.mobileip.host.linux.SocketFilter.STORE;
import static org.mobileip.host.linux.SocketFilter.TO_DROP;
import static org.mobileip.host.linux.SocketFilter.TO_END;
import static org.mobileip.host.linux.SocketFilter.UDP;
import static org.mobileip.host.linux.SocketFilter.load;
import static org.mobileip.host.linux.SocketFilter.mustEqual;
import static org.mobileip.host.linux.SocketFilter.mustHaveNone;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.net.Ipv4;

/**
 * By which packets a socket leaves to a tunnel of the kernel what that takes: of all IP in IP, or GRE, to or from its end it
 * receives what comes from one of a few addresses, has more of a GRE header than the kernel is asked to heed, or has inside what
 * is kept from the kernel.
 */
final class BesideKernel {

    private static final int AND = 0x54;
    private static final int SHIFT_LEFT = 0x64;
    private static final int ADD_X = 0x0c;
    private static final int ADD = 0x04;
    private static final int COPY_TO_X = 0x07;
    private static final int COPY_X = 0x87;

    private static final int ICMP = 1;
    /** No checksum, no key, no number, version 0; with IPv4 inside. */
    private static final int PLAIN_GRE = 0x0800;

    private static final int GRE_HEADER = 4;
    private static final int TCP = 6;
    private static final int TCP_FLAGS = 13;
    private static final int SYN = 0x02;

    private BesideKernel() {}

    /** The conditions, in their order; with jumps to their end. */
    static List<SocketFilter.Instruction> conditions(KernelShare share) {
        List<SocketFilter.Instruction> block = new ArrayList<>();
        block.add(load(LOAD_WORD, NETWORK_HEADER + 12));
        List<Integer> kept = share.keptExits().stream().map(Ipv4::bits).sorted().toList();
        for (int from = 0; from < kept.size(); from += MOST_ADDRESSES) {
            List<Integer> some = kept.subList(from, Math.min(kept.size(), from + MOST_ADDRESSES));
            for (int i = 0; i < some.size(); i++) {
                block.add(new SocketFilter.Instruction(JUMP_IF_EQUAL, some.size() - i, 0, some.get(i)));
            }
            block.add(new SocketFilter.Instruction(JUMP, 0, 0, 1));
            block.add(new SocketFilter.Instruction(JUMP, 0, 0, TO_END));
        }
        block.add(load(LOAD_OCTET, NETWORK_HEADER + 9));
        List<Integer> protocols = share.protocols().stream().sorted().toList();
        for (int i = 0; i < protocols.size(); i++) {
            int left = protocols.size() - 1 - i;
            block.add(new SocketFilter.Instruction(JUMP_IF_EQUAL, left, left == 0 ? TO_END : 0, protocols.get(i)));
        }
        block.add(load(LOAD_WORD, NETWORK_HEADER + addressOf(share)));
        block.add(new SocketFilter.Instruction(
                JUMP_IF_EQUAL, 0, TO_END, share.end().bits()));
        block.add(load(LOAD_HALF, NETWORK_HEADER + 6));
        block.add(mustHaveNone(FRAGMENT_OFFSET_AND_MORE_FRAGMENTS));
        block.add(load(LOAD_HEADER_LENGTH_TO_X, NETWORK_HEADER));
        if (share.protocols().contains(KernelShare.GRE)) {
            addGreHeader(block);
        }
        addKeptInside(share, block);
        return block;
    }

    /** X is where it begins, and then, if there is one, where the inner header begins. */
    private static void addGreHeader(List<SocketFilter.Instruction> block) {
        block.add(load(LOAD_OCTET, NETWORK_HEADER + 9));
        block.add(new SocketFilter.Instruction(JUMP_IF_EQUAL, 0, 5, KernelShare.GRE));
        block.add(load(LOAD_WORD_INDEXED, NETWORK_HEADER));
        block.add(new SocketFilter.Instruction(JUMP_IF_EQUAL, 0, TO_END, PLAIN_GRE));
        block.add(new SocketFilter.Instruction(COPY_X, 0, 0, 0));
        block.add(new SocketFilter.Instruction(ADD, 0, 0, GRE_HEADER));
        block.add(new SocketFilter.Instruction(COPY_TO_X, 0, 0, 0));
    }

    /** Where the address is that its end is compared with, in the outer header and in the inner one. */
    private static int addressOf(KernelShare share) {
        return share.isFarEnd() ? 12 : 16;
    }

    /** X is where the inner header begins. */
    private static void addKeptInside(KernelShare share, List<SocketFilter.Instruction> block) {
        block.add(load(LOAD_OCTET_INDEXED, NETWORK_HEADER + 9));
        KernelShare.KEPT_PROTOCOLS.forEach(
                each -> block.add(new SocketFilter.Instruction(JUMP_IF_EQUAL, TO_END, 0, each)));
        block.add(new SocketFilter.Instruction(JUMP_IF_EQUAL, 0, 2, ICMP));
        block.add(load(LOAD_WORD_INDEXED, NETWORK_HEADER + addressOf(share)));
        block.add(new SocketFilter.Instruction(
                JUMP_IF_EQUAL, TO_END, TO_DROP, share.end().bits()));
        if (share.keepsSyns()) {
            block.add(new SocketFilter.Instruction(JUMP_IF_EQUAL, 1, 0, UDP));
            block.add(new SocketFilter.Instruction(JUMP_IF_EQUAL, 0, TO_DROP, TCP));
        } else {
            block.add(mustEqual(UDP));
        }
        block.add(load(LOAD_HALF_INDEXED, NETWORK_HEADER + 6));
        block.add(mustHaveNone(FRAGMENT_OFFSET_AND_MORE_FRAGMENTS));
        block.add(load(LOAD_OCTET_INDEXED, NETWORK_HEADER));
        block.add(new SocketFilter.Instruction(AND, 0, 0, 0x0f));
        block.add(new SocketFilter.Instruction(SHIFT_LEFT, 0, 0, 2));
        if (share.keepsSyns()) {
            addPortOrSyn(block);
        } else {
            block.add(new SocketFilter.Instruction(ADD_X, 0, 0, 0));
            block.add(new SocketFilter.Instruction(COPY_TO_X, 0, 0, 0));
            block.add(load(LOAD_HALF_INDEXED, NETWORK_HEADER + 2));
            block.add(mustEqual(KernelShare.KEPT_PORT));
        }
    }

    /** The accumulator is how long the inner header is. */
    private static void addPortOrSyn(List<SocketFilter.Instruction> block) {
        block.add(new SocketFilter.Instruction(STORE, 0, 0, 0));
        block.add(load(LOAD_OCTET_INDEXED, NETWORK_HEADER + 9));
        block.add(new SocketFilter.Instruction(JUMP_IF_EQUAL, 0, 5, TCP));
        block.add(new SocketFilter.Instruction(LOAD_STORED, 0, 0, 0));
        block.add(new SocketFilter.Instruction(ADD_X, 0, 0, 0));
        block.add(new SocketFilter.Instruction(COPY_TO_X, 0, 0, 0));
        block.add(load(LOAD_OCTET_INDEXED, NETWORK_HEADER + TCP_FLAGS));
        block.add(new SocketFilter.Instruction(JUMP_IF_ANY_BIT, TO_END, TO_DROP, SYN));
        block.add(new SocketFilter.Instruction(LOAD_STORED, 0, 0, 0));
        block.add(new SocketFilter.Instruction(ADD_X, 0, 0, 0));
        block.add(new SocketFilter.Instruction(COPY_TO_X, 0, 0, 0));
        block.add(load(LOAD_HALF_INDEXED, NETWORK_HEADER + 2));
        block.add(mustEqual(KernelShare.KEPT_PORT));
    }
}
