package dev.vedette.replay.input;

import dev.vedette.sources.Normalized;

/**
 * One line of input, read.
 *
 * @param index its place in the whole input, from 0
 * @param origin {@code file:line} without directories
 * @param normalized what became of it
 * @param receivedMillis when a pipeline would have had it ({@link ReceptionClock})
 * @param raw of a dead line the first 16 KiB; empty for all others
 * @param rawLength how many bytes the line has
 */
public record Item(
    long index,
    String origin,
    Normalized normalized,
    long receivedMillis,
    byte[] raw,
    long rawLength) {}
