package io.caxton.client;

import java.io.Serializable;

/**
 * A field of a request that was refused.
 *
 * @param field its path, such as {@code tasks[3].priority}
 * @param description its value and the bound
 */
public record FieldViolation(String field, String description) implements Serializable {}
