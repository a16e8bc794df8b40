package io.caxton.state.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * The newest snapshot that verified, and what was damaged in the newer ones, newest first. Damage
 * without a whole snapshot means that this node lost its state.
 */
public record Whole<T>(Optional<T> newest, List<Damage> damaged) {}
