package org.mobileip.scenarios;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.mobileip.testing.JavaCommand;

/** Before every test: daemons of a run start by the classes that are kept for them, as the launcher would have it, once they are. */
public final class QuickStarts implements BeforeEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        JavaCommand.shareArchive();
    }
}
