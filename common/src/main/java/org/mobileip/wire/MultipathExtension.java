package org.mobileip.wire;

import java.util.List;
import org.mobileip.net.Octets;

/**
 * The Multipath Extension (RFC 7629 §4.1): the care-of address of the request is one of several.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Type 154    |   Subtype 1   |           Length 4            |
 * |    If-ATT     |   If-Label    |   Binding ID  |B|O|  Reserved |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param accessTechnology that of the interface, RFC 5213 §8.9: 3 Ethernet, 4 wireless LAN; 0 to 255
 * @param label what policies call the interface, 1 to 255 where the sender keeps to §4.1
 * @param bindingId which of the node's bindings this is, {@value #LEAST_ID} to {@value #MOST_ID}
 * @param isBulk B: the lifetime is that of all bindings of the node
 * @param isOverwriting O: the node's other bindings end
 */
public record MultipathExtension(
        int accessTechnology, int label, int bindingId, boolean isBulk, boolean isOverwriting) {

    /** The type of all extensions of RFC 7629, in the long format though it is above 127. */
    public static final int TYPE = 154;

    /** The sub-type of this one. */
    public static final int SUBTYPE = 1;

    public static final int LEAST_ID = 1;
    public static final int MOST_ID = 254;

    private static final int SIZE = 4;
    private static final int BULK = 0x80;
    private static final int OVERWRITE = 0x40;

    public MultipathExtension {
        Fields.check("access technology", accessTechnology, 0xff);
        Fields.check("label", label, 0xff);
        if (!isId(bindingId) || (isBulk && isOverwriting)) {
            throw new IllegalArgumentException(
                    "binding " + bindingId + (isBulk ? " B" : "") + (isOverwriting ? " O" : ""));
        }
    }

    /** Whether that number can be a binding's: 0 and 255 are reserved. */
    static boolean isId(int number) {
        return number >= LEAST_ID && number <= MOST_ID;
    }

    /**
     * Those among {@code extensions}, in their order; §4.1 allows one.
     *
     * @throws MalformedMessageException when one has another length, a reserved identifier, or both flags
     */
    public static List<MultipathExtension> allOf(List<Extension> extensions) throws MalformedMessageException {
        return Extension.readAll(extensions, TYPE, SUBTYPE, MultipathExtension::decode);
    }

    private static MultipathExtension decode(Octets data) throws MalformedMessageException {
        if (data.size() != SIZE) {
            throw new MalformedMessageException("multipath extension of " + data.size() + " octets, not " + SIZE);
        }
        int flags = data.u8(3); // The other six bits are ignored.
        boolean isBulk = (flags & BULK) != 0;
        boolean isOverwriting = (flags & OVERWRITE) != 0;
        if (!isId(data.u8(2))) {
            throw new MalformedMessageException("binding identifier " + data.u8(2) + " is reserved");
        }
        if (isBulk && isOverwriting) {
            throw new MalformedMessageException("multipath extension with B and O");
        }
        return new MultipathExtension(data.u8(0), data.u8(1), data.u8(2), isBulk, isOverwriting);
    }

    /** The extension; it goes before the Mobile-Home authenticator, which covers it. */
    public Extension toExtension() {
        return Extension.ofLong(
                TYPE,
                SUBTYPE,
                new OctetsWriter(SIZE)
                        .u8(accessTechnology)
                        .u8(label)
                        .u8(bindingId)
                        .u8((isBulk ? BULK : 0) | (isOverwriting ? OVERWRITE : 0))
                        .finished());
    }
}
