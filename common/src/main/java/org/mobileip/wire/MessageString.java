package org.mobileip.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * The Message String Extension (RFC 4917 §3): words of an agent for the person behind the mobile node. They change nothing.
 *
 * <pre>
 *   octet 0          1            2
 *  +----------+------------+----------+------------------
 *  | type 145 | length n+1 | sub-type |  text, n octets
 *  +----------+------------+----------+------------------
 * </pre>
 *
 * @param from who says so
 * @param octets of the text, 1 to 254, UTF-8 but not trusted to be
 */
public record MessageString(Author from, Octets octets) {

    /** The type of the extension; whoever does not know it steps over it. */
    public static final int TYPE = 145;

    /** So many octets fit. */
    public static final int LONGEST = 254;

    private static final int MOST_SHOWN = 128;

    /** Who has written a text. */
    public enum Author {
        HOME_AGENT(1),
        FOREIGN_AGENT(2);

        private final int subtype;

        Author(int subtype) {
            this.subtype = subtype;
        }
    }

    public MessageString {
        Fields.check("octets of a message string less one", octets.size() - 1, LONGEST - 1);
    }

    /** What the home agent says with this text, which is at most {@link #LONGEST} octets in UTF-8. */
    public static MessageString ofHomeAgent(String text) {
        return new MessageString(Author.HOME_AGENT, Octets.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The first among {@code extensions} that is of {@code author} and says something. */
    public static Optional<MessageString> in(List<Extension> extensions, Author author) {
        return extensions.stream()
                .filter(extension -> extension.type() == TYPE
                        && extension.data().size() > 1
                        && extension.data().u8(0) == author.subtype)
                .map(extension -> new MessageString(author, extension.data().slice(1)))
                .findFirst();
    }

    /** The extension; a home agent's goes before the Mobile-Home authenticator (§5). */
    public Extension toExtension() {
        return Extension.ofShort(TYPE, from.subtype, octets);
    }

    /** For a terminal or a log: what could change how a line looks is a question mark, and no more than 128 characters. */
    public String text() {
        return harmless(octets);
    }

    /** The same of any octets. */
    static String harmless(Octets octets) {
        String decoded = new String(octets.toArray(), StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder();
        decoded.codePoints().limit(MOST_SHOWN).forEach(each -> shown.appendCodePoint(isHarmless(each) ? each : '?'));
        return decoded.codePointCount(0, decoded.length()) > MOST_SHOWN ? shown + "..." : shown.toString();
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> character != '"' && character != '\\';
        };
    }
}
