package io.caxton.server.ratis;

import java.nio.file.Path;

/**
 * Mutual TLS between the nodes; PEM files.
 *
 * @param trusted the certificates whose holders may speak as a node
 */
public record RatisTls(Path certificateChain, Path privateKey, Path trusted) {}
