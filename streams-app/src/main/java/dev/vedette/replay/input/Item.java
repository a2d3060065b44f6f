package dev.vedette.replay.input;

import dev.vedette.sources.Normalized;

/**
 * What became of one record of the input: of a line or, if it holds several, of one of them. It is
 * what a replay counts.
 *
 * @param index its place in the whole input, from 0
 * @param origin {@code file:line} without directories; {@code file:line[n]}, from 1, for a record
 *     of a line with several
 * @param normalized what became of it
 * @param receivedMillis when a pipeline would have had it ({@link ReceptionClock})
 * @param raw of a dead record the first 16 KiB; empty for all others
 * @param rawLength how many bytes the dead record has
 */
public record Item(
    long index,
    String origin,
    Normalized normalized,
    long receivedMillis,
    byte[] raw,
    long rawLength) {}
