package io.caxton.state.feed;

import com.google.protobuf.MessageLite;

/**
 * One kept change.
 *
 * @param serial counts all changes of this process; its place in the ring follows from it
 * @param position of the command that made it
 * @param removed true if {@code resource} is what was there before
 * @param resource an Agent, Route, Task, Saga and so on as it is stored, with payload and result
 */
public record FeedChange(
    long serial, long position, String fleet, boolean removed, MessageLite resource) {}
