package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SystemdNotifyTest {

    private static final int AF_UNIX = 1;

    @Test
    void sendsTheStateToAnAbstractSocket() {
        String name = "mobileip-test-" + ProcessHandle.current().pid();
        byte[] path = ("\0" + name).getBytes(StandardCharsets.UTF_8);
        NativeBuffer address = NativeBuffer.allocate(110);
        address.inNativeOrder().putShort(0, (short) AF_UNIX).put(2, path);
        NativeBuffer received = NativeBuffer.allocate(64);
        try (Fd manager = Fd.socket(AF_UNIX, Fd.SOCK_DGRAM, 0, "manager")) {
            manager.bind("bind manager", address, 2 + path.length);

            assertThat(SystemdNotify.send("@" + name, "READY=1")).isTrue();

            int length = manager.read(received, 0, 64);
            assertThat(new String(received.octets(0, length).toArray(), StandardCharsets.UTF_8))
                    .isEqualTo("READY=1");
        }
    }

    @Test
    void aManagerThatIsNotThereIsNoReasonToStop() {
        assertThat(SystemdNotify.send(null, "READY=1")).isFalse();
        assertThat(SystemdNotify.send("", "READY=1")).isFalse();
        assertThat(SystemdNotify.send("/nowhere/notify", "READY=1")).isFalse();
        assertThat(SystemdNotify.send("/" + "x".repeat(200), "READY=1")).isFalse();
    }
}
