package org.mobileip.wire;

import java.util.List;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.GenericNotification.Direction;

/**
 * A Generic Notification Acknowledgement Message (RFC 6098 §4.2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |    Type 23    |      MD       |     Code      | Reserved      |
 * |                         Home Address                          |
 * |                      Home Agent Address                       |
 * |                        Care-of Address                        |
 * |                                                               |
 * |                        Identification                         |
 * |  Extensions ...
 * +-+-+-+-+-+-+-+-
 * </pre>
 *
 * @param direction who acknowledges to whom
 * @param code what became of the notification
 * @param homeAddress the mobile node's
 * @param homeAgent its home agent's address
 * @param careOfAddress the mobile node's
 * @param identification that of the notification; after a mismatch its low half below the seconds of the receiver's clock
 * @param extensions in the order of the message
 */
public record NotificationAcknowledgement(
        Direction direction,
        NotificationCode code,
        Ipv4 homeAddress,
        Ipv4 homeAgent,
        Ipv4 careOfAddress,
        Identification identification,
        List<Extension> extensions) {

    /** The type of the message. */
    public static final int TYPE = 23;

    private static final int FIXED_SIZE = 24;

    public NotificationAcknowledgement {
        extensions = List.copyOf(extensions);
    }

    /**
     * Decodes the payload of a UDP datagram.
     *
     * @throws UnrecognizedExtensionException where RFC 5944 §1.8 asks for silence
     * @throws MalformedMessageException for anything else that is no Generic Notification Acknowledgement Message
     */
    public static NotificationAcknowledgement decode(Octets payload) throws MalformedMessageException {
        Fields.atLeast(payload, FIXED_SIZE);
        if (payload.u8(0) != TYPE) {
            throw new MalformedMessageException("message type " + payload.u8(0) + " acknowledges no notification");
        }
        return new NotificationAcknowledgement(
                Direction.of(payload.u8(1)),
                new NotificationCode(payload.u8(2)),
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
                .u8(code.value())
                .u8(0)
                .ipv4(homeAddress)
                .ipv4(homeAgent)
                .ipv4(careOfAddress)
                .i64(identification.bits())
                .extensions(extensions)
                .finished();
    }
}
