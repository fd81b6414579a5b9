package org.mobileip.wire;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * The Service Selection Extension (RFC 5446 §3): which service the binding is for.
 *
 * <pre>
 *   octet 0          1          2
 *  +----------+----------+--------------------------
 *  | type 151 | length n |   identifier, n octets
 *  +----------+----------+--------------------------
 * </pre>
 *
 * @param identifier of the service, 1 to 255 octets, UTF-8 in normalization form KC but not trusted to be
 */
public record ServiceSelection(Octets identifier) {

    /** The type of the extension; whoever does not know it steps over it. */
    public static final int TYPE = 151;

    /** So many octets fit. */
    public static final int LONGEST = 255;

    public ServiceSelection {
        Fields.check("octets of a service identifier less one", identifier.size() - 1, LONGEST - 1);
    }

    /** The service with this name, in normalization form KC; at most {@link #LONGEST} octets in UTF-8. */
    public static ServiceSelection of(String name) {
        String normal = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return new ServiceSelection(Octets.of(normal.getBytes(StandardCharsets.UTF_8)));
    }

    /** The first one that these extensions carry; a length of zero, which is not allowed, says nothing. */
    public static Optional<ServiceSelection> in(List<Extension> extensions) {
        return Extension.firstOf(extensions, TYPE)
                .map(Extension::data)
                .filter(data -> !data.isEmpty())
                .map(ServiceSelection::new);
    }

    /** The extension; it goes behind an NAI and before the authenticators. */
    public Extension toExtension() {
        return Extension.of(TYPE, identifier);
    }

    /** For people: what could change how a line looks is a question mark. */
    public String text() {
        return MessageString.harmless(identifier);
    }
}
