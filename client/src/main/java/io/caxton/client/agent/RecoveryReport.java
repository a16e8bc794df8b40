package io.caxton.client.agent;

import io.caxton.v1.RecoveryPlan;
import java.time.Duration;

/**
 * How an agent came back.
 *
 * @param plan what the cluster found at one position when it began
 * @param stateVersion above every checkpoint's
 * @param eventsApplied after the checkpoint
 * @param begins how often it had to begin: more than once if checkpoints were damaged
 * @param loading of the checkpoint
 * @param replay of the events
 * @param took from the begin to RUNNING
 */
public record RecoveryReport(
    RecoveryPlan plan,
    long stateVersion,
    long eventsApplied,
    int begins,
    Duration loading,
    Duration replay,
    Duration took) {}
