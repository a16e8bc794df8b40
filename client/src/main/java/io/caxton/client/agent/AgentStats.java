package io.caxton.client.agent;

/**
 * What an agent has done and does.
 *
 * @param running handlers that run now
 * @param held grants it holds: waiting, running, or not yet answered after the handler's end
 * @param completed tasks whose completion the cluster acknowledged
 * @param failed attempts reported as failed
 * @param released grants given back without a charge
 * @param lost grants that the cluster took back, or whose report came too late
 * @param interrupted handlers interrupted because their lease was in doubt
 * @param redelivered grants delivered again after they were lost on the way
 * @param renewals accepted renewals
 * @param streams grant streams opened
 */
public record AgentStats(
    int running,
    int held,
    long completed,
    long failed,
    long released,
    long lost,
    long interrupted,
    long redelivered,
    long renewals,
    long streams) {}
