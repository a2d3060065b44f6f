package dev.vedette.rest.cluster;

import org.jspecify.annotations.Nullable;

/**
 * For whom an instance asks another one.
 *
 * @param authorization the caller's own; null if it sent none
 * @param requestId of the caller's request
 * @param traceparent of the caller; null if it traces nothing
 */
public record Errand(
    @Nullable String authorization, String requestId, @Nullable String traceparent) {}
