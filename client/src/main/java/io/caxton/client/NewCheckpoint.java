package io.caxton.client;

/**
 * What is said of a state when it is saved.
 *
 * @param coversSeq events up to this one are in the state
 * @param schemaId what can read it, 1 to 128 characters
 * @param buildId the build that wrote it, for people; at most 128 bytes
 * @param pinned kept whatever comes after it
 */
public record NewCheckpoint(long coversSeq, String schemaId, String buildId, boolean pinned) {}
