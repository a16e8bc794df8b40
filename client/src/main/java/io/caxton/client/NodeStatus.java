package io.caxton.client;

import io.caxton.v1.GetNodeResponse;
import java.util.Optional;

/**
 * What became of asking one node.
 *
 * @param view its answer
 * @param failure why there is none
 */
public record NodeStatus(
    String address, Optional<GetNodeResponse> view, Optional<CaxtonException> failure) {}
