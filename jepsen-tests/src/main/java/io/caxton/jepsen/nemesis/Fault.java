package io.caxton.jepsen.nemesis;

import java.time.Duration;
import java.util.List;

/**
 * A fault that has begun.
 *
 * @param what for people, with the names of nodes
 * @param victims the nodes that cannot take part in a majority while it holds
 * @param holds how long it wants to
 * @param end takes it away; what was down is up again or starts
 */
public record Fault(String what, List<String> victims, Duration holds, Runnable end) {}
