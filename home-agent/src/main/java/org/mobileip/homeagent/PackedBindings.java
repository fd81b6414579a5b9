package org.mobileip.homeagent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Identification;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;

/**
 * Bindings as octets, about 60 each where a {@link Binding} and what hangs on it are 500: each is a run of an arena, with what
 * many have in common kept once. What comes out equals what was put in, but for the authenticators of a plain request and of its
 * plain reply: they follow from the rest, and the key. For one thread.
 *
 * <pre>
 *   place among the ends 4 | next of its second 4 | terms 4 | home address 4 | care-of address 4 | end 8 | since 7 | Identification 8 |
 *   comes from the care-of address 1 bit | from port 434 1 bit | since does not fit 1 bit | request leaves home address open 1 bit |
 *   size in grains 12 bits |
 *   else [address 4] [port 2] [since 8] | how the request, the reply and the name are not as expected
 * </pre>
 */
final class PackedBindings {

    private static final int PLACE = 0;
    private static final int NEXT = 4;
    private static final int TERMS = 8;
    private static final int HOME = 12;
    private static final int CARE_OF = 16;
    private static final int ENDS = 20;
    private static final int SINCE = 28;
    private static final int IDENTIFICATION = 35;
    private static final int GRAINS = 43;
    private static final int HEADER = 45;
    private static final int FROM_CARE_OF = 1 << 15;
    private static final int FROM_USUAL_PORT = 1 << 14;
    private static final int SINCE_IS_FAR = 1 << 13;
    private static final int HOME_IS_OPEN = 1 << 12;
    private static final int MOST_GRAINS = HOME_IS_OPEN - 1;
    private static final int LONGEST_MESSAGE = 4096;
    private static final int LONGEST_NAME = 1024;
    private static final int MOST_CHARACTERS = LONGEST_NAME / 4;

    /** Where the NAI of those that begin with one is. */
    private static final int REQUEST_NAI = RegistrationRequest.FIXED_SIZE + 2;

    private static final int REPLY_NAI = RegistrationReply.FIXED_SIZE + 2;

    private final OctetArena arena = new OctetArena();
    private final SharedTerms terms = new SharedTerms();
    private final Likeness requests = new Likeness();
    private final Likeness replies = new Likeness();
    private final Likeness names = new Likeness();
    private final ByteBuffer scratch = ByteBuffer.allocate(OctetArena.LONGEST);

    /** Whether it can be one of them: whatever a home agent receives can. */
    static boolean suits(Binding binding) {
        return binding.request().size() <= LONGEST_MESSAGE
                && binding.reply().size() <= LONGEST_MESSAGE
                && binding.node().length() <= MOST_CHARACTERS;
    }

    /** Keeps {@code binding}, which {@link #suits}; where it is from now on. */
    int add(Binding binding) {
        write(binding);
        int size = scratch.position();
        int run = arena.take(size);
        arena.chunk(run).put(OctetArena.offset(run), scratch.array(), 0, size);
        return run;
    }

    /**
     * Keeps {@code binding}, which {@link #suits}, in place of the one at {@code run}, which must not be among the ends.
     *
     * @return whether that was done: where more or less room is needed all is as before
     */
    boolean replace(int run, Binding binding) {
        write(binding);
        int size = scratch.position();
        ByteBuffer chunk = arena.chunk(run);
        int offset = OctetArena.offset(run);
        if (grains(run) != (scratch.getShort(GRAINS) & MOST_GRAINS)) {
            terms.giveBack(scratch.getInt(TERMS));
            return false;
        }
        terms.giveBack(field(run, TERMS));
        chunk.put(offset, scratch.array(), 0, size);
        return true;
    }

    private void write(Binding binding) {
        byte[] name = binding.node().getBytes(StandardCharsets.UTF_8);
        scratch.clear();
        scratch.putInt(0).putInt(0).putInt(terms.take(BindingTerms.of(binding, name.length)));
        scratch.putInt(binding.home().bits()).putInt(binding.careOf().bits());
        long since = binding.since().nanos();
        scratch.putLong(binding.ends().nanos())
                .put((byte) (since >> 48))
                .putShort((short) (since >> 32))
                .putInt((int) since);
        scratch.putLong(binding.identification().bits()).putShort((short) 0);
        int how = writeFrom(binding.registeredFrom(), binding.careOf());
        if (near(since) != since) {
            scratch.putLong(since);
            how |= SINCE_IS_FAR;
        }
        byte[] request = binding.request().toArray();
        byte[] reply = binding.reply().toArray();
        RequestLayout.authenticatorOfPlain(binding.request()).ifPresent(ofRequest -> {
            Arrays.fill(request, ofRequest, request.length, (byte) 0);
            ReplyLayout.authenticatorOfPlain(binding.reply())
                    .ifPresent(ofReply -> Arrays.fill(reply, ofReply, reply.length, (byte) 0));
        });
        requests.learn(request);
        replies.learn(reply);
        names.learn(name);
        how |= leavesHomeOpen(request) ? HOME_IS_OPEN : 0;
        Likeness.write(request, expectedRequest(how, binding.home(), binding, request.length), scratch);
        Likeness.write(reply, expectedReply(binding.home(), binding.identification(), reply.length, request), scratch);
        Likeness.write(name, expectedName(name.length, request), scratch);
        int grains = (scratch.position() + OctetArena.GRAIN - 1) / OctetArena.GRAIN;
        scratch.putShort(GRAINS, (short) (how | grains));
    }

    /** A number of nanoseconds that takes seven octets, more than a year to either side of 0. */
    private static long near(long nanos) {
        return nanos << Byte.SIZE >> Byte.SIZE;
    }

    /** Whether it is as usual. */
    private int writeFrom(Endpoint from, Ipv4 careOf) {
        boolean isCareOf = from.address().equals(careOf);
        boolean isUsual = from.port() == ControlMessage.PORT;
        if (!isCareOf) {
            scratch.putInt(from.address().bits());
        }
        if (!isUsual) {
            scratch.putShort((short) from.port());
        }
        return (isCareOf ? FROM_CARE_OF : 0) | (isUsual ? FROM_USUAL_PORT : 0);
    }

    /** The binding at {@code run}. */
    Binding get(int run) {
        int offset = OctetArena.offset(run);
        ByteBuffer octets = arena.chunk(run).duplicate().position(offset + HEADER);
        Ipv4 home = home(run);
        Ipv4 careOf = careOf(run);
        Identification identification = new Identification(octets.getLong(offset + IDENTIFICATION));
        BindingTerms shared = terms.get(octets.getInt(offset + TERMS));
        int how = octets.getShort(offset + GRAINS);
        Endpoint from = readFrom(how, octets, careOf);
        long since = (how & SINCE_IS_FAR) == 0 ? near(octets.getLong(offset + SINCE - 1)) : octets.getLong();
        byte[] request = expectedRequest(how, home, careOf, identification, shared.requestSize());
        Likeness.read(request, octets);
        byte[] reply = expectedReply(home, identification, shared.replySize(), request);
        Likeness.read(reply, octets);
        byte[] name = expectedName(shared.nameSize(), request);
        Likeness.read(name, octets);
        return new Binding(
                new String(name, StandardCharsets.UTF_8),
                home,
                careOf,
                shared.flags(),
                shared.encapsulation(),
                shared.udpFrom(from),
                shared.granted(),
                new Tick(since),
                new Tick(ends(run)),
                identification,
                shared.spi(),
                shared.networks(),
                shared.service(),
                shared.revocation(),
                from,
                shared.registeredAt(),
                Octets.of(request),
                Octets.of(reply),
                shared.multipath());
    }

    private static Endpoint readFrom(int how, ByteBuffer octets, Ipv4 careOf) {
        Ipv4 address = (how & FROM_CARE_OF) != 0 ? careOf : new Ipv4(octets.getInt());
        int port = (how & FROM_USUAL_PORT) != 0 ? ControlMessage.PORT : octets.getShort() & 0xffff;
        return new Endpoint(address, port);
    }

    /** A node without an address of its own leaves it open (RFC 2794 §2), and renews with the one that it has. */
    private static boolean leavesHomeOpen(byte[] request) {
        return request.length >= RegistrationRequest.HOME_ADDRESS + Integer.BYTES
                && ByteBuffer.wrap(request).getInt(RegistrationRequest.HOME_ADDRESS) == Ipv4.UNSPECIFIED.bits();
    }

    private byte[] expectedRequest(int how, Ipv4 home, Binding binding, int size) {
        return expectedRequest(how, home, binding.careOf(), binding.identification(), size);
    }

    private byte[] expectedRequest(int how, Ipv4 home, Ipv4 careOf, Identification identification, int size) {
        byte[] expected = requests.expected(size);
        if (size >= RegistrationRequest.IDENTIFICATION + Long.BYTES) {
            ByteBuffer.wrap(expected)
                    .putInt(
                            RegistrationRequest.HOME_ADDRESS,
                            (how & HOME_IS_OPEN) == 0 ? home.bits() : Ipv4.UNSPECIFIED.bits())
                    .putInt(RegistrationRequest.CARE_OF_ADDRESS, careOf.bits())
                    .putLong(RegistrationRequest.IDENTIFICATION, identification.bits());
        }
        return expected;
    }

    /** A reply may say the NAI of its request (RFC 2794 §2), as replies of its size have before. */
    private byte[] expectedReply(Ipv4 home, Identification identification, int size, byte[] request) {
        byte[] expected = replies.expected(size);
        if (size >= RegistrationReply.IDENTIFICATION + Long.BYTES) {
            ByteBuffer.wrap(expected)
                    .putInt(RegistrationReply.HOME_ADDRESS, home.bits())
                    .putLong(RegistrationReply.IDENTIFICATION, identification.bits());
        }
        int nai = naiSize(request, RegistrationRequest.FIXED_SIZE);
        if (nai != 0 && naiSize(expected, RegistrationReply.FIXED_SIZE) == nai) {
            System.arraycopy(request, REQUEST_NAI, expected, REPLY_NAI, nai);
        }
        return expected;
    }

    /** A node of a realm is called as that is, and then by its NAI. */
    private byte[] expectedName(int size, byte[] request) {
        byte[] expected = names.expected(size);
        int nai = naiSize(request, RegistrationRequest.FIXED_SIZE);
        int from = size - nai;
        if (nai != 0 && from > 0 && expected[from - 1] == '/') {
            System.arraycopy(request, REQUEST_NAI, expected, from, nai);
        }
        return expected;
    }

    /** How many octets the NAI has that a message begins with behind its fixed part; 0: it does not begin with one. */
    private static int naiSize(byte[] message, int fixed) {
        if (message.length <= fixed + 1 || message[fixed] != (byte) NetworkAccessIdentifier.TYPE) {
            return 0;
        }
        int size = message[fixed + 1] & 0xff;
        return fixed + 2 + size <= message.length ? size : 0;
    }

    /** Forgets what is at {@code run}. */
    void free(int run) {
        terms.giveBack(field(run, TERMS));
        arena.free(run, grains(run) * OctetArena.GRAIN);
    }

    private int grains(int run) {
        return arena.chunk(run).getShort(OctetArena.offset(run) + GRAINS) & MOST_GRAINS;
    }

    Ipv4 home(int run) {
        return new Ipv4(homeBits(run));
    }

    int homeBits(int run) {
        return field(run, HOME);
    }

    Ipv4 careOf(int run) {
        return new Ipv4(field(run, CARE_OF));
    }

    /** In nanoseconds, as {@link Tick} counts them. */
    long ends(int run) {
        return arena.chunk(run).getLong(OctetArena.offset(run) + ENDS);
    }

    /** Where among those that end it is. */
    int place(int run) {
        return field(run, PLACE);
    }

    void place(int run, int place) {
        arena.chunk(run).putInt(OctetArena.offset(run) + PLACE, place);
    }

    /** Where the next one is that ends in the same second. */
    int next(int run) {
        return field(run, NEXT);
    }

    void next(int run, int next) {
        arena.chunk(run).putInt(OctetArena.offset(run) + NEXT, next);
    }

    private int field(int run, int field) {
        return arena.chunk(run).getInt(OctetArena.offset(run) + field);
    }
}
