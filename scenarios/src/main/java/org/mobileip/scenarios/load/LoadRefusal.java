package org.mobileip.scenarios.load;

/** The home agent does not serve the first node: a load would show nothing. */
public final class LoadRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    /** How it does not serve. */
    public enum Kind {
        /** No program listens there. */
        CLOSED,
        /** Nobody says anything. */
        SILENT,
        /** It denies. */
        DENIED,
        /** Something else speaks there. */
        NONSENSE
    }

    private final Kind kind;

    LoadRefusal(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
