package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Errno;

class NoRoomTest {

    private final HostException full = new HostException("full", Errno.E2BIG);
    private final NoRoom<String> noRoom = new NoRoom<>();

    private boolean refuse(String what, HostException why) {
        return noRoom.put(what, () -> {
            throw why;
        });
    }

    @Test
    void whatThereIsNoRoomForIsKnownUntilThereIs() {
        assertThat(refuse("one", full)).isFalse();
        assertThat(refuse("two", full)).isFalse();
        assertThat(noRoom.refusal("one")).contains(full);
        assertThat(noRoom.some(1)).containsExactly("one");
        assertThat(noRoom.put("one", () -> {})).isTrue();
        assertThat(noRoom.refusal("one")).isEmpty();
        assertThat(noRoom.shortage()).contains(full);
        noRoom.remove("two");
        assertThat(noRoom.isEmpty()).isTrue();
        assertThat(noRoom.shortage()).isEmpty();
    }

    @Test
    void onlyAFullMapAndAShortageOfMemoryAreNoRoom() {
        assertThat(refuse("one", new HostException("", Errno.ENOMEM))).isFalse();
        HostException another = new HostException("", Errno.EPERM);
        assertThatThrownBy(() -> refuse("two", another)).isSameAs(another);
        assertThat(noRoom.size()).isEqualTo(1);
    }
}
