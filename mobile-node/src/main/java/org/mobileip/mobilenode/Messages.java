package org.mobileip.mobilenode;

import java.util.List;
import java.util.Optional;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.MessageString;

/**
 * Words of agents for the person behind this node (RFC 4917). They change nothing, and are told once as long as they stay the
 * same. What a home agent says stands before its authenticator; a foreign agent's words are perhaps nobody's.
 */
final class Messages {

    private Optional<MessageString> last = Optional.empty();

    /** What is new in {@code extensions} of a message of a home agent, signed where {@code authenticator} begins. */
    Optional<Effect> heard(List<Extension> extensions) {
        int until = AuthenticationExtension.allOf(extensions, Kind.MOBILE_HOME).stream()
                .mapToInt(AuthenticationExtension::offset)
                .findFirst()
                .orElse(0);
        List<Extension> covered = extensions.stream()
                .filter(extension -> extension.offset() < until)
                .toList();
        Optional<MessageString> words = MessageString.in(covered, MessageString.Author.HOME_AGENT)
                .or(() -> MessageString.in(extensions, MessageString.Author.FOREIGN_AGENT));
        boolean isNews = words.isPresent() && !words.equals(last);
        last = words;
        return words.filter(any -> isNews).map(Notice.Message::new).map(Effect.Tell::new);
    }

    /** What was said last, in the last message. */
    Optional<MessageString> last() {
        return last;
    }
}
