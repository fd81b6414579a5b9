package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class PatientThreadTest {

    /** The 19th field of /proc/…/stat, as proc(5) counts them, behind the name in parentheses. */
    private static int niceness() throws Exception {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(behindName[19 - 3]);
    }

    @Test
    void theThreadAloneIsTheLastOfAll() throws Exception {
        int before = niceness();
        FutureTask<Integer> patient = new FutureTask<>(() -> {
            PatientThread.become();
            return niceness();
        });
        new Thread(patient).start();
        assertThat(patient.get()).isEqualTo(19);
        assertThat(niceness()).isEqualTo(before);
    }
}
