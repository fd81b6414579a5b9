package org.mobileip.homeagent.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.KeptBinding;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;

/**
 * Changes as octets, version 3: each is its kind, the size of what follows, and that. Numbers are in network order, instants in
 * milliseconds since 1970.
 *
 * <pre>
 *   newest:   1 | size 4 | Identification 8 | 1, home address 4   or   2, NAI to the end
 *   bound:    2 | size 4 | home 4 | care-of 4 | since 8 | accepted 8 | granted 2 | from 4+2 | to 4+2 |
 *               size of the reply 2 | reply | request to the end
 *   named:    5 | size 4 | as bound | size of the reply 2 | reply | size of the NAI 1 | NAI | request to the end
 *   unbound:  3 | size 4 | home 4 | care-of 4
 *   flows:    4 | size 4 | home 4 | 0 4 | flow-binding extensions to the end
 * </pre>
 *
 * <p>An addition to a kind would need a new version of the file; a new kind too. Version 1 had no flows, version 2
 * nothing for the binding of a node whose request does not say the NAI that it is known by.
 */
final class ChangeCodec {

    static final byte NEWEST = 1;
    static final byte BOUND = 2;
    static final byte UNBOUND = 3;
    static final byte FLOWS = 4;
    static final byte NAMED_BOUND = 5;
    static final byte OF_ADDRESS = 1;
    static final byte OF_NAI = 2;
    static final int HEADER = 5;
    static final int BOUND_SIZE = 40;

    private ChangeCodec() {}

    /** How many octets {@link #put} writes. */
    static int size(Change change) {
        if (change instanceof Change.Newest newest) {
            return HEADER + 9 + nameSize(newest.node());
        } else if (change instanceof Change.Bound bound) {
            return HEADER
                    + BOUND_SIZE
                    + bound.binding().nai().map(nai -> 1 + nai.octets().size()).orElse(0)
                    + bound.binding().reply().size()
                    + bound.binding().request().size();
        } else if (change instanceof Change.Unbound) {
            return HEADER + 8;
        } else if (change instanceof Change.Flows flows) {
            return HEADER + 8 + flows.extensions().size();
        }
        throw new AssertionError(change);
    }

    static void put(Change change, ByteBuffer target) {
        if (change instanceof Change.Newest newest) {
            header(target, NEWEST, change).putLong(newest.identification().bits());
            target.put(newest.node() instanceof NodeIdentity.OfNai ? OF_NAI : OF_ADDRESS);
            target.put(name(newest.node()).toBuffer());
        } else if (change instanceof Change.Bound bound) {
            byte kind = bound.binding().nai().isPresent() ? NAMED_BOUND : BOUND;
            put(bound.binding(), header(target, kind, change));
        } else if (change instanceof Change.Unbound unbound) {
            header(target, UNBOUND, change)
                    .putInt(unbound.home().bits())
                    .putInt(unbound.careOf().bits());
        } else if (change instanceof Change.Flows flows) {
            header(target, FLOWS, change).putInt(flows.home().bits()).putInt(0);
            target.put(flows.extensions().toBuffer());
        } else {
            throw new AssertionError(change);
        }
    }

    private static ByteBuffer header(ByteBuffer target, byte kind, Change change) {
        return target.put(kind).putInt(size(change) - HEADER);
    }

    /** A change by itself. */
    static ByteBuffer encode(Change change) {
        ByteBuffer octets = ByteBuffer.allocate(size(change));
        put(change, octets);
        return octets.flip();
    }

    private static int nameSize(NodeIdentity node) {
        return node instanceof NodeIdentity.OfNai known ? known.nai().octets().size() : Integer.BYTES;
    }

    private static Octets name(NodeIdentity node) {
        if (node instanceof NodeIdentity.OfNai known) {
            return known.nai().octets();
        } else if (node instanceof NodeIdentity.OfAddress own) {
            return Octets.of(ByteBuffer.allocate(4).putInt(own.home().bits()).array());
        }
        throw new AssertionError(node);
    }

    private static void put(KeptBinding binding, ByteBuffer target) {
        target.putInt(binding.home().bits());
        target.putInt(binding.careOf().bits());
        target.putLong(binding.since().toEpochMilli());
        target.putLong(binding.accepted().toEpochMilli());
        target.putShort((short) binding.granted().seconds());
        put(binding.from(), target);
        put(binding.to(), target);
        target.putShort((short) binding.reply().size()).put(binding.reply().toBuffer());
        if (binding.nai().isPresent()) {
            Octets nai = binding.nai().get().octets();
            target.put((byte) nai.size()).put(nai.toBuffer());
        }
        target.put(binding.request().toBuffer());
    }

    private static void put(Endpoint endpoint, ByteBuffer target) {
        target.putInt(endpoint.address().bits()).putShort((short) endpoint.port());
    }

    /**
     * All changes in {@code octets}, which {@link #put} wrote and a checksum has found whole.
     *
     * @throws UnreadableException for anything else
     */
    static List<Change> readAll(ByteBuffer octets) throws UnreadableException {
        List<Change> changes = new ArrayList<>();
        try {
            while (octets.hasRemaining()) {
                byte kind = octets.get();
                int size = octets.getInt();
                changes.add(read(kind, octets.slice(octets.position(), size)));
                octets.position(octets.position() + size);
            }
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException wrong) {
            throw new UnreadableException("a change that this version does not write", wrong);
        }
        return changes;
    }

    /** A change by itself that {@link RawChange#checkedSize} has found to be a binding. */
    static KeptBinding readBinding(ByteBuffer change) {
        return binding(change.get(0), change.slice(HEADER, change.limit() - HEADER));
    }

    /** A change by itself that {@link RawChange#checkedSize} has found to be the newest Identification of a node. */
    static Change.Newest readNewest(ByteBuffer change) {
        return newest(change.slice(HEADER, change.limit() - HEADER));
    }

    private static Change read(byte kind, ByteBuffer body) {
        return switch (kind) {
            case NEWEST -> newest(body);
            case BOUND, NAMED_BOUND -> new Change.Bound(binding(kind, body));
            case UNBOUND -> new Change.Unbound(address(body), address(body));
            case FLOWS -> flows(body);
            default -> throw new IllegalArgumentException("a change of kind " + kind);
        };
    }

    private static Change.Newest newest(ByteBuffer body) {
        Identification identification = new Identification(body.getLong());
        return new Change.Newest(identity(body.get(), body), identification);
    }

    private static Change flows(ByteBuffer body) {
        Ipv4 home = address(body);
        body.getInt();
        return new Change.Flows(home, Octets.of(body));
    }

    private static NodeIdentity identity(byte kind, ByteBuffer body) {
        return switch (kind) {
            case OF_ADDRESS -> new NodeIdentity.OfAddress(address(body));
            case OF_NAI -> new NodeIdentity.OfNai(new NetworkAccessIdentifier(Octets.of(body)));
            default -> throw new IllegalArgumentException("a node of kind " + kind);
        };
    }

    private static KeptBinding binding(byte kind, ByteBuffer body) {
        Ipv4 home = address(body);
        Ipv4 careOf = address(body);
        Instant since = Instant.ofEpochMilli(body.getLong());
        Instant accepted = Instant.ofEpochMilli(body.getLong());
        Lifetime granted = new Lifetime(body.getShort() & 0xffff);
        Endpoint from = endpoint(body);
        Endpoint to = endpoint(body);
        Octets reply = taken(body, body.getShort() & 0xffff);
        Optional<NetworkAccessIdentifier> nai = kind == NAMED_BOUND
                ? Optional.of(new NetworkAccessIdentifier(taken(body, body.get() & 0xff)))
                : Optional.empty();
        return new KeptBinding(home, careOf, since, accepted, granted, from, to, Octets.of(body), reply, nai);
    }

    private static Octets taken(ByteBuffer body, int size) {
        byte[] octets = new byte[size];
        body.get(octets);
        return Octets.of(octets);
    }

    private static Endpoint endpoint(ByteBuffer body) {
        Ipv4 address = address(body);
        return new Endpoint(address, body.getShort() & 0xffff);
    }

    private static Ipv4 address(ByteBuffer body) {
        return new Ipv4(body.getInt());
    }
}
