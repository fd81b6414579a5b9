package org.mobileip.wire;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * A Generic Notification Message (RFC 6098 §4.1): words about a registration, which they do not change.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |    Type 22    |      MD       |A|  Reserved                   |
 * |                         Home Address                          |
 * |                      Home Agent Address                       |
 * |                        Care-of Address                        |
 * |                                                               |
 * |                        Identification                         |
 * |  Extensions ...
 * +-+-+-+-+-+-+-+-
 * </pre>
 *
 * @param direction who says it to whom
 * @param wantsAcknowledgement A: the receiver must acknowledge it
 * @param homeAddress the mobile node's
 * @param homeAgent its home agent's address
 * @param careOfAddress the mobile node's
 * @param identification matches the acknowledgement, protects against replays
 * @param extensions in the order of the message
 */
public record GenericNotification(
        Direction direction,
        boolean wantsAcknowledgement,
        Ipv4 homeAddress,
        Ipv4 homeAgent,
        Ipv4 careOfAddress,
        Identification identification,
        List<Extension> extensions) {

    /** The type of the message. */
    public static final int TYPE = 22;

    private static final int FIXED_SIZE = 24;
    private static final int WANTS_ACKNOWLEDGEMENT = 0x8000;

    /** What else an authenticator may stand beside (§4.1). */
    private static final List<Integer> PERMITTED = List.of(32, 33, 34, MessageString.TYPE);

    /** The message direction: who speaks to whom. */
    public enum Direction {
        HOME_AGENT_TO_NODE(0),
        HOME_AGENT_TO_FOREIGN_AGENT(1),
        NODE_TO_HOME_AGENT(2),
        NODE_TO_FOREIGN_AGENT(3),
        FOREIGN_AGENT_TO_NODE(4),
        FOREIGN_AGENT_TO_HOME_AGENT(5);

        private static final List<Direction> ALL = List.of(values());

        private final int value;

        Direction(int value) {
            this.value = value;
        }

        int value() {
            return value;
        }

        static Direction of(int value) throws MalformedMessageException {
            for (Direction each : ALL) {
                if (each.value == value) {
                    return each;
                }
            }
            throw new MalformedMessageException("message direction " + value + " is not known");
        }
    }

    public GenericNotification {
        extensions = List.copyOf(extensions);
    }

    /**
     * Decodes the payload of a UDP datagram.
     *
     * @throws UnrecognizedExtensionException where RFC 5944 §1.8 asks for silence
     * @throws MalformedMessageException for anything else that is no Generic Notification Message
     */
    public static GenericNotification decode(Octets payload) throws MalformedMessageException {
        Fields.atLeast(payload, FIXED_SIZE);
        if (payload.u8(0) != TYPE) {
            throw new MalformedMessageException("message type " + payload.u8(0) + " is no notification");
        }
        return new GenericNotification(
                Direction.of(payload.u8(1)),
                (payload.u16(2) & WANTS_ACKNOWLEDGEMENT) != 0,
                payload.ipv4(4),
                payload.ipv4(8),
                payload.ipv4(12),
                new Identification(payload.i64(16)),
                Extension.decodeAll(payload, FIXED_SIZE));
    }

    /** The message as it is sent, before its authenticator. */
    public Octets encode() {
        return new OctetsWriter(FIXED_SIZE + OctetsWriter.sizeOf(extensions))
                .u8(TYPE)
                .u8(direction.value())
                .u16(wantsAcknowledgement ? WANTS_ACKNOWLEDGEMENT : 0)
                .ipv4(homeAddress)
                .ipv4(homeAgent)
                .ipv4(careOfAddress)
                .i64(identification.bits())
                .extensions(extensions)
                .finished();
    }

    /** Whether every extension may be in such a message (§4.5.1, §4.7.3, §6). */
    public boolean hasPermittedExtensionsOnly() {
        return extensions.stream().allMatch(each -> PERMITTED.contains(each.type()));
    }

    /** What it says to a person; a sub-type for the words of a mobile node there is none, so any will do. */
    public Optional<MessageString> words() {
        return MessageString.in(extensions, MessageString.Author.HOME_AGENT)
                .or(() -> MessageString.in(extensions, MessageString.Author.FOREIGN_AGENT));
    }

    /** The acknowledgement with that code, for whoever has sent it. */
    public NotificationAcknowledgement answer(Direction back, NotificationCode code, Identification answered) {
        return new NotificationAcknowledgement(back, code, homeAddress, homeAgent, careOfAddress, answered, List.of());
    }
}
