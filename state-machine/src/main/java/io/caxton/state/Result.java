package io.caxton.state;

import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import java.util.List;

/**
 * What one command came to.
 *
 * @param position this command's own place in the order; for a replayed answer the position inside
 *     the reply is that of the first execution
 * @param replayed the reply is the stored outcome of an earlier try; nothing was executed
 * @param reply as it is stored: grants without queue, payload and labels
 * @param grantedTasks the tasks of the reply's grants in the same order (of a claim, a redelivery,
 *     or all missing grants of a renewal one after the other), for completing the grants that are
 *     sent. In a replayed answer a grant that is no longer valid has the default instance here.
 * @param deliveredStreams for the messages of the reply in the same order: where the content of
 *     each is. In a replayed answer, 0 for one that is no longer the agent's.
 * @param effects for the leader to perform; followers drop them
 */
public record Result(
    long position,
    boolean replayed,
    Reply reply,
    List<Task> grantedTasks,
    List<Long> deliveredStreams,
    List<Effect> effects) {}
