package org.mobileip.homeagent;

/** Whether what is granted can be kept over a restart. */
public enum StoreState {

    /** It can. */
    READY,

    /** There is room for what renews, replaces or ends a binding, and for no binding more. */
    NEARLY_FULL,

    /** Nothing can be kept: the disk is full to the last octet, or it failed and is not believed any more. */
    HALTED
}
