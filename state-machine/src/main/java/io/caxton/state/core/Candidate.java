package io.caxton.state.core;

import io.caxton.v1.Agent;

/**
 * An agent that may be asked, with what it has not acked.
 *
 * @param messages in all
 * @param capabilityMessages to the capability's name, whatever version they ask for
 */
public record Candidate(Agent agent, int messages, int capabilityMessages) {}
