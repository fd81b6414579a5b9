package org.mobileip.scenarios.measure;

import org.mobileip.scenarios.language.Scenario;

/** Where a scenario is played. One world plays any number of runs, one after the other. */
public interface World extends AutoCloseable {

    /**
     * Plays {@code scenario} from building its networks to removing them, on success, failure and interrupt alike.
     *
     * @param out where the capture and the logs go; it exists
     * @param progress told what happens while it happens, from any thread but one at a time
     * @throws WorldException when the run could not be carried out
     * @throws InterruptedException when the thread was interrupted; everything is removed by then
     */
    Observations run(Scenario scenario, RunDirectory out, Progress progress)
            throws WorldException, InterruptedException;

    /** Removes what is left, if anything is. Callable from another thread, also during a run, which then fails. */
    @Override
    void close();
}
