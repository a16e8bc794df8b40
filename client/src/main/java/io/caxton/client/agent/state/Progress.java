package io.caxton.client.agent.state;

import java.time.Duration;

/**
 * Where an agent is since its newest checkpoint.
 *
 * @param events applied since
 * @param eventBytes of their bodies
 * @param age of the checkpoint, or of this instance without one
 * @param replay how long replaying them would take, as measured speeds say
 * @param recovery how long a whole recovery would take now, replay included
 */
public record Progress(
    long events, long eventBytes, Duration age, Duration replay, Duration recovery) {}
