package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Octets;

class DescriptorsTest {

    @TempDir
    private Path directory = Path.of("");

    private static NativeBuffer word(long value) {
        NativeBuffer word = NativeBuffer.allocate(Long.BYTES);
        word.inNativeOrder().putLong(0, value);
        return word;
    }

    @Test
    void whatArrivesIsTheSameThingWithWhatWaitsInIt() throws IOException {
        Path path = directory.resolve("socket");
        try (Descriptors descriptors = Descriptors.listen(path);
                Fd first = Fd.eventCounter();
                Fd second = Fd.eventCounter()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            first.write(word(5), 0, Long.BYTES);
            second.write(word(7), 0, Long.BYTES);
            Descriptors.send(path, List.of(first, second));
            List<Fd> received = descriptors.receive(Duration.ofSeconds(5));
            assertThat(received).hasSize(2);
            NativeBuffer word = word(0);
            assertThat(received.get(0).read(word, 0, Long.BYTES)).isEqualTo(Long.BYTES);
            assertThat(word.inNativeOrder().getLong(0)).isEqualTo(5);
            assertThat(received.get(1).read(word, 0, Long.BYTES)).isEqualTo(Long.BYTES);
            assertThat(word.inNativeOrder().getLong(0)).isEqualTo(7);
            assertThat(first.read(word, 0, Long.BYTES)).as("it was read").isEqualTo(-Errno.EAGAIN);
            received.forEach(Fd::close);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void whoeverSendsSomethingElseIsNotBelieved() throws IOException {
        Path path = directory.resolve("socket");
        try (Descriptors descriptors = Descriptors.listen(path);
                Fd socket = Fd.socket(Fd.AF_UNIX, Fd.SOCK_DGRAM, 0, "stranger")) {
            Message message = new Message();
            message.toRaw(Fd.AF_UNIX, path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            message.withRights(socket.number());
            NativeBuffer buffer = NativeBuffer.allocate(5);
            buffer.put(0, Octets.ofHex("68656c6c6f"));
            message.send(socket, buffer, 0, 5);
            assertThatThrownBy(() -> descriptors.receive(Duration.ofSeconds(5)))
                    .isInstanceOf(NativeException.class)
                    .hasMessageContaining("not from a program like this");
        }
    }

    @Test
    void whereNothingComesNothingIsReceived() throws IOException {
        try (Descriptors descriptors = Descriptors.listen(directory.resolve("socket"))) {
            assertThat(descriptors.receive(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void nobodyListensWhereNobodyDoes() {
        assertThatThrownBy(() -> Descriptors.send(directory.resolve("nothing"), List.of()))
                .isInstanceOf(NativeException.class);
    }
}
