package org.mobileip.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/** Who is at the other end of a UNIX-domain socket, as the kernel says (SO_PEERCRED). */
final class Credentials {

    private final UserPrincipal root;
    private final UserPrincipal self;

    private Credentials(UserPrincipal root, UserPrincipal self) {
        this.root = root;
        this.self = self;
    }

    /** {@code ours} is a file that this process made: its owner is this process's user. */
    static Credentials ofOwner(Path ours) throws IOException {
        UserPrincipal root =
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
        return new Credentials(root, java.nio.file.Files.getOwner(ours));
    }

    /** Whether the peer may change things: root, or the user that this daemon runs as. */
    boolean mayChange(SocketChannel peer) throws IOException {
        UserPrincipal user = peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return user.equals(root) || user.equals(self);
    }
}
