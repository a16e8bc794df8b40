package io.caxton.client;

import com.google.protobuf.ByteString;
import io.caxton.v1.Checkpoint;

/**
 * A checkpoint with its bytes, which are what was saved: their hash was checked.
 *
 * @param state empty if the checkpoint is a reference: whoever restores it fetches and checks it
 */
public record LoadedCheckpoint(Checkpoint checkpoint, ByteString state) {}
