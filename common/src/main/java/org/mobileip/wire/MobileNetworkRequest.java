package org.mobileip.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/**
 * The Mobile Network Request Extension (RFC 5177 §4.1): a network behind the node shall be reached as the node is.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Type 148    |   Length 6    |  Sub-Type 0   | Prefix Length |
 * |                            Prefix                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param prefixLength 0 to 255 as it stands there: 1 to 32 are lengths
 * @param address the prefix, its host bits perhaps not zero; 0.0.0.0 asks for any network, {@code prefixLength} being a hint
 *     (RFC 6626 §3.1)
 */
public record MobileNetworkRequest(int prefixLength, Ipv4 address) {

    /** The type of all mobile network extensions; whoever does not know it steps over it. */
    public static final int TYPE = 148;

    /** The sub-type of a request. */
    public static final int SUBTYPE = 0;

    private static final int DATA = 5;

    public MobileNetworkRequest {
        Fields.check("prefix length", prefixLength, 0xff);
    }

    /** To ask for {@code network}. */
    public static MobileNetworkRequest of(Ipv4Prefix network) {
        return new MobileNetworkRequest(network.length(), network.address());
    }

    /**
     * Those among {@code extensions}, in their order.
     *
     * @throws MalformedMessageException when one has another length
     */
    public static List<MobileNetworkRequest> allOf(List<Extension> extensions) throws MalformedMessageException {
        if (Extension.firstOf(extensions, TYPE).isEmpty()) {
            return List.of();
        }
        List<MobileNetworkRequest> all = new ArrayList<>(1);
        for (Extension extension : extensions) {
            if (subtypeOf(extension) == SUBTYPE) {
                Octets data = contentOf(extension, DATA);
                all.add(new MobileNetworkRequest(data.u8(0), data.ipv4(1)));
            }
        }
        return List.copyOf(all);
    }

    /** The sub-type of a mobile network extension, which whoever reads only types takes for its data; -1: it is none. */
    static int subtypeOf(Extension extension) {
        boolean isOne = extension.type() == TYPE && !extension.data().isEmpty();
        return isOne ? extension.data().u8(0) : Extension.NO_SUBTYPE;
    }

    /** What follows the sub-type, which must be so many octets. */
    static Octets contentOf(Extension extension, int size) throws MalformedMessageException {
        Octets content = extension.data().slice(1);
        if (content.size() != size) {
            throw new MalformedMessageException("mobile network extension at octet " + extension.offset() + " has "
                    + content.size() + " octets, not " + size);
        }
        return content;
    }

    /** Any network will do. */
    public boolean isForAny() {
        return address.isUnspecified();
    }

    /** The network; empty where the length is that of none: 0, or beyond 32 (§6.6). */
    public Optional<Ipv4Prefix> network() {
        return networkOf(prefixLength, address);
    }

    static Optional<Ipv4Prefix> networkOf(int length, Ipv4 address) {
        return length < 1 || length > 32 ? Optional.empty() : Optional.of(Ipv4Prefix.around(address, length));
    }

    /** The extension; it goes before the Mobile-Home authenticator, which covers it (§10). */
    public Extension toExtension() {
        return Extension.ofShort(
                TYPE,
                SUBTYPE,
                new OctetsWriter(DATA).u8(prefixLength).ipv4(address).finished());
    }
}
