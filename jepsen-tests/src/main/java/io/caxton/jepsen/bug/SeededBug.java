package io.caxton.jepsen.bug;

import java.util.List;

/**
 * A fault that is put into the servers on purpose.
 *
 * @param bugClass its number in docs/testing.md
 * @param workload and nemeses that find it, within so many seconds
 */
public record SeededBug(
    String name,
    String description,
    int bugClass,
    String workload,
    List<String> nemeses,
    int seconds) {}
