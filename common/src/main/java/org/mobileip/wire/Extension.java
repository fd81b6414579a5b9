package org.mobileip.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * One extension of a control message or of an agent advertisement (RFC 5944 §1.9 to §1.11).
 *
 * <pre>
 *  simple                     short                            long
 *  +------+--------+------    +------+----------+---------+--  +------+---------+----------------+--
 *  | type | length | data     | type | length   | subtype |    | type | subtype | length, 16 bit | data
 *  +------+--------+------    +------+----------+---------+--  +------+---------+----------------+--
 *          of data                     of data+1                                  of data
 * </pre>
 *
 * What stands between {@code offset} and {@code end} beside the data tells the three apart.
 *
 * @param type 1 to 255; padding (0) is no extension here
 * @param subtype 0 to 255, or {@link #NO_SUBTYPE} in the simple format
 * @param offset where its type stands, counted from the first octet of the message; 0 when it stands in none yet
 * @param end the first octet behind it
 * @param data what the length covers, the sub-type not included
 */
public record Extension(int type, int subtype, int offset, int end, Octets data) {

    /** The sub-type of an extension whose format has none. */
    public static final int NO_SUBTYPE = -1;

    /** What a foreign agent says about a reply that it relays and does not honour (RFC 4636 §3): sub-type 0, one code. */
    public static final int FOREIGN_AGENT_ERROR = 45;

    /**
     * A vendor's, which must be understood (RFC 3115 §2.1): none is known here. Its normal brother, 134, is stepped over by
     * whoever does not know it.
     */
    public static final int CRITICAL_VENDOR = 38;

    /** The key of a GRE tunnel (RFC 6245): the long format with sub-type 0, 4 octets of data. */
    public static final int GRE_KEY = 48;

    /** The encapsulating delivery style (RFC 3024 §3.3), without data; for the foreign agent only. */
    public static final int ENCAPSULATING_DELIVERY = 130;

    /** The challenge that a request answers, or the next one in a reply (RFC 4721 §4). */
    public static final int CHALLENGE = 132;

    /** The type of the one-octet padding, which has no length. */
    static final int PADDING = 0;

    /** Types from here on may be skipped by who does not know them. */
    static final int FIRST_SKIPPABLE = 128;

    public Extension {
        int header = end - offset - data.size();
        boolean simple = header == 2 && subtype == NO_SUBTYPE && data.size() <= 0xff;
        boolean shortFormat = header == 3 && isOctet(subtype) && data.size() < 0xff;
        boolean longFormat = header == 4 && isOctet(subtype) && data.size() <= 0xffff && mayBeLong(type);
        if (type <= PADDING || type > 0xff || !(simple || shortFormat || longFormat)) {
            throw new IllegalArgumentException("extension " + type + "/" + subtype + " with " + data.size()
                    + " octets of data in " + (end - offset));
        }
    }

    /** An extension in the simple format, with up to 255 octets of data, that stands in no message yet. */
    public static Extension of(int type, Octets data) {
        return new Extension(type, NO_SUBTYPE, 0, 2 + data.size(), data);
    }

    /** An extension in the short format, with up to 254 octets of data, that stands in no message yet. */
    public static Extension ofShort(int type, int subtype, Octets data) {
        return new Extension(type, subtype, 0, 3 + data.size(), data);
    }

    /** An extension in the long format that stands in no message yet; its type is below 128, or one that has it all the same. */
    public static Extension ofLong(int type, int subtype, Octets data) {
        return new Extension(type, subtype, 0, 4 + data.size(), data);
    }

    /**
     * The extensions of a control message that begin at {@code from}, in their order, padding left out.
     *
     * @throws UnrecognizedExtensionException for a type below 128 that is not known here: discard silently (§1.8)
     * @throws MalformedMessageException when an extension runs past the end of the message or is too short
     */
    public static List<Extension> decodeAll(Octets message, int from) throws MalformedMessageException {
        return ExtensionSpace.CONTROL_MESSAGES.decodeAll(message, from);
    }

    /** The first of {@code extensions} with this type. */
    public static Optional<Extension> firstOf(List<Extension> extensions, int type) {
        for (int i = 0; i < extensions.size(); i++) { // Asked for each kind of a request: no iterator.
            if (extensions.get(i).type == type) {
                return Optional.of(extensions.get(i));
            }
        }
        return Optional.empty();
    }

    /** Reads what an extension carries. */
    interface Reader<T> {
        T read(Octets data) throws MalformedMessageException;
    }

    /**
     * What those of {@code extensions} with this type and sub-type carry, in their order. Most requests have none of most: then
     * nothing is allocated.
     */
    static <T> List<T> readAll(List<Extension> extensions, int type, int subtype, Reader<T> reader)
            throws MalformedMessageException {
        List<T> all = List.of();
        for (int i = 0; i < extensions.size(); i++) {
            Extension each = extensions.get(i);
            if (each.type == type && each.subtype == subtype) {
                all = all.isEmpty() ? new ArrayList<>() : all;
                all.add(reader.read(each.data));
            }
        }
        return all;
    }

    /** A receiver that does not know the type steps over it and reads on (RFC 5944 §1.8). */
    public boolean isSkippable() {
        return type >= FIRST_SKIPPABLE;
    }

    /** Octets it takes, header included. */
    public int size() {
        return end - offset;
    }

    /** The extension as it is sent, wherever that will be. */
    public Octets encode() {
        OctetsWriter writer = new OctetsWriter(size());
        writeTo(writer);
        return writer.finished();
    }

    void writeTo(OctetsWriter writer) {
        writer.u8(type);
        switch (size() - data.size()) {
            case 2 -> writer.u8(data.size());
            case 3 -> writer.u8(1 + data.size()).u8(subtype);
            default -> writer.u8(subtype).u16(data.size());
        }
        writer.octets(data);
    }

    /** §1.10, and {@link DynamicHomeAgent} in spite of it. */
    private static boolean mayBeLong(int type) {
        return type < FIRST_SKIPPABLE || type == DynamicHomeAgent.TYPE || type == MultipathExtension.TYPE;
    }

    private static boolean isOctet(int value) {
        return value >= 0 && value <= 0xff;
    }
}
