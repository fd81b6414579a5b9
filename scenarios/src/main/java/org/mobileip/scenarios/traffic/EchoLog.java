package org.mobileip.scenarios.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.mobileip.scenarios.measure.PingFlow;

/** When each echo request was sent and when it was answered. The sender's thread and the receiver's write, anybody reads. */
public final class EchoLog {

    /** The sequence number of ICMP (RFC 792) has 16 bits, and begins again. */
    private static final int SEQUENCE_MASK = 0xffff;

    private static final long UNANSWERED = Long.MIN_VALUE;

    private final LongLog sent = new LongLog();
    private final LongLog answered = new LongLog();
    private long answers;

    /** The next sequence number, counted from 0. */
    public synchronized int sent(long nanos) {
        sent.add(nanos);
        answered.add(UNANSWERED);
        return (sent.size() - 1) & SEQUENCE_MASK;
    }

    /** An answer to the latest request with that sequence number; the first one counts. */
    public synchronized void answered(int sequence, long nanos) {
        int latest = sent.size() - 1;
        int request = latest - ((latest - sequence) & SEQUENCE_MASK);
        if (request >= 0 && answered.get(request) == UNANSWERED) {
            answered.set(request, nanos);
            answers++;
        }
    }

    public synchronized boolean isComplete() {
        return answers == sent.size();
    }

    public synchronized PingFlow flow(String stream, long intervalNanos) {
        List<PingFlow.Echo> echoes = new ArrayList<>(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            long answer = answered.get(i);
            echoes.add(new PingFlow.Echo(
                    sent.get(i), answer == UNANSWERED ? OptionalLong.empty() : OptionalLong.of(answer)));
        }
        return new PingFlow(stream, intervalNanos, echoes);
    }
}
