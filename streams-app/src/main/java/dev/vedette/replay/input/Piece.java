package dev.vedette.replay.input;

import dev.vedette.sources.Normalized;
import org.jspecify.annotations.Nullable;

/**
 * A record of a document as it was found.
 *
 * @param place where it is in its file: {@code line} of the document, and {@code [n]}, from 1, of a
 *     list
 * @param bytes the record; of one that is too long only its begin
 * @param length how many bytes the whole record has
 * @param around what is around it
 * @param broken what is wrong where the document breaks off; null for a record
 */
record Piece(
    String place, byte[] bytes, long length, Around around, Normalized.@Nullable Dead broken) {}
