package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.v1.SagaState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the cluster has promised to do. */
interface WorkAsked {
  /** The tasks that were acknowledged, without those of sagas. */
  Set<String> tasks();

  /** The sagas that were acknowledged, and how each may end. */
  Map<String, Set<SagaState>> sagas();

  /** What a task was given; also one of a saga. */
  Optional<ByteString> payload(String taskId);
}
