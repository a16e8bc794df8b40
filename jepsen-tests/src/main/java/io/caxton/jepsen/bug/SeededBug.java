package io.caxton.jepsen.bug;

import java.util.List;

/**
 * A bug that a server can be started with.
 *
 * @param bugClass its number in docs/testing.md
 * @param workload that finds it, with these nemeses, within so many seconds of faults
 */
public record SeededBug(
    String name,
    String description,
    int bugClass,
    String workload,
    List<String> nemeses,
    int seconds) {}
