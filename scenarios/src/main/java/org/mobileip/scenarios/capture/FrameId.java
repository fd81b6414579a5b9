package org.mobileip.scenarios.capture;

/**
 * One captured frame of many.
 *
 * @param captured the interface
 * @param index its place among that interface's kept frames, counted from 0
 */
public record FrameId(CaptureInterface captured, int index) {}
