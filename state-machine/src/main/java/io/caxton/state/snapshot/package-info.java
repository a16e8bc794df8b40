/**
 * Snapshots on disk: immutable MapDB runs, checksummed page by page, and a manifest that names
 * them. The only package that sees MapDB. Every file, byte by byte: docs/storage.md.
 *
 * <p>Written and read off the apply thread; {@link io.caxton.state.snapshot.SnapshotStore} is the
 * way in, {@link io.caxton.state.snapshot.SnapshotSource} and {@link
 * io.caxton.state.snapshot.SnapshotSink} are what it asks of the state.
 */
package io.caxton.state.snapshot;
