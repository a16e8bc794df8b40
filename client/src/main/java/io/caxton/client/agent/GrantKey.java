package io.caxton.client.agent;

import io.caxton.v1.Grant;
import io.caxton.v1.HeldGrant;

/** Names a grant: the tasks of one claim share its fence, so both are needed. */
record GrantKey(String taskId, long fence) {
  static GrantKey of(Grant grant) {
    return new GrantKey(grant.getTaskId(), grant.getFence());
  }

  static GrantKey of(HeldGrant held) {
    return new GrantKey(held.getTaskId(), held.getFence());
  }

  HeldGrant held() {
    return HeldGrant.newBuilder().setTaskId(taskId).setFence(fence).build();
  }
}
