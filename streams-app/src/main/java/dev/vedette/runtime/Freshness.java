package dev.vedette.runtime;

import java.time.Duration;

/**
 * How fresh a copy of a store is.
 *
 * @param lagRecords committed offsets of the changelog that it has not yet, as last seen
 * @param age how long ago it was whole
 */
public record Freshness(long lagRecords, Duration age) {}
