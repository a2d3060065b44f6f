package dev.vedette.replay.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.DeadLetter;
import dev.vedette.replay.input.JsonBytes.BrokenException;
import dev.vedette.sources.DeadReason;
import dev.vedette.sources.DocumentLayout;
import dev.vedette.sources.Normalized;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The records of JSON documents, one document after the other: the items of a list, the items of
 * the first list that the format names, or else the object itself. Holds one record at a time, so
 * that a document may have any length.
 *
 * <p>Records are cut out of the bytes as they are, not parsed: whoever reads a record says what is
 * wrong in it, and the next is not lost for that. Where brackets or quotes do not fit, no record
 * behind is certain: the rest is one broken piece. It goes to the line's end if the document has
 * only one line so far, as lines do not depend on each other, and else to the end of the input.
 */
final class DocumentReader {
  /** What is longer before a list is not read with each record. */
  private static final int MAX_AROUND_BYTES = 1 << 16;

  private final JsonBytes json;
  private final ListTree lists;
  private final boolean readsAround;

  private boolean inList;
  private long firstLine = 1;
  private long records;
  private Around around = Around.NOTHING;

  DocumentReader(InputStream in, DocumentLayout layout) {
    this.json = new JsonBytes(in);
    this.lists = ListTree.of(layout);
    this.readsAround = layout.around();
  }

  /** Where it is, for messages. */
  String place() {
    return inList
        ? "record %d of the document in line %d".formatted(records, firstLine)
        : "line " + json.line();
  }

  /** The next record or broken piece, or null at the end. */
  @Nullable Piece next() throws IOException {
    try {
      if (inList && hasItem()) {
        return item();
      }
      skipMark();
      int c = json.peekBeyondSpace();
      json.beginPiece();
      records = 0;
      around = Around.NOTHING;
      firstLine = json.line();
      return switch (c) {
        case -1 -> null;
        case '[' -> list(List.of());
        case '{' -> object();
        default -> throw new BrokenException("neither an object nor a list begins here");
      };
    } catch (BrokenException e) {
      return broken(e);
    }
  }

  /** A byte order mark is no part of the first document. */
  private void skipMark() throws IOException {
    if (json.offset() == 0 && json.peek() == 0xEF) {
      for (int i = 0; i < 3 && json.peek() >= 0x80; i++) {
        json.take();
      }
    }
  }

  /** An object: its first record if it has a list of them, else the object is the record. */
  private Piece object() throws IOException, BrokenException {
    var names = new ArrayDeque<String>();
    var outer = new ArrayDeque<ListTree>();
    ListTree tree = lists;
    json.open(true);
    while (true) {
      int c = json.peekBeyondSpace();
      if (c == '}') {
        json.close(true);
        if (outer.isEmpty()) {
          return piece(String.valueOf(firstLine), Around.NOTHING);
        }
        tree = outer.pop();
        names.removeLast();
      } else if (c == ',') {
        json.take();
      } else {
        String name = json.name();
        ListTree member = tree.member(name);
        c = json.peekBeyondSpace();
        if (member != null && c == '[' && member.isList()) {
          names.add(name);
          return list(names);
        }
        if (member != null && c == '{' && member.leadsOn()) {
          names.add(name);
          outer.push(tree);
          tree = member;
          json.open(true);
        } else {
          json.value();
        }
      }
    }
  }

  /** The first record of a list, at whose bracket it is. */
  private Piece list(Collection<String> names) throws IOException, BrokenException {
    json.open(false);
    String opened = names.stream().map("{\"%s\":"::formatted).collect(Collectors.joining()) + "[";
    String closed = "]" + "}".repeat(names.size());
    inList = true;
    if (json.peekBeyondSpace() == ']') {
      closeList();
      byte[] nothing = (opened + closed).getBytes(UTF_8);
      return new Piece(String.valueOf(firstLine), nothing, nothing.length, Around.NOTHING, null);
    }
    if (readsAround && !names.isEmpty()) {
      byte[] before = json.pieceLength() > MAX_AROUND_BYTES ? opened.getBytes(UTF_8) : json.piece();
      around = new Around(before, closed.getBytes(UTF_8));
    }
    return item();
  }

  /** The next record of the list, to which it has come. */
  private Piece item() throws IOException, BrokenException {
    json.peekBeyondSpace();
    json.beginPiece();
    json.value();
    records++;
    return piece("%d[%d]".formatted(firstLine, records), around);
  }

  /** Whether the list has another record. */
  private boolean hasItem() throws IOException, BrokenException {
    json.beginPiece();
    int c = json.peekBeyondSpace();
    if (c == ',') {
      json.take();
      return true;
    }
    if (c == ']') {
      closeList();
      return false;
    }
    throw c < 0 ? JsonBytes.ended() : new BrokenException("a comma is missing");
  }

  private void closeList() throws IOException, BrokenException {
    json.close(false);
    json.closeTo(0);
    inList = false;
  }

  private Piece piece(String place, Around around) {
    long length = json.pieceLength();
    return new Piece(place, json.piece(), length, around, null);
  }

  /** All that follows on what does not fit. */
  private Piece broken(BrokenException e) throws IOException {
    String place = inList ? "%d[%d]".formatted(firstLine, records + 1) : "" + firstLine;
    String where = "line %d, byte %d of the file".formatted(json.line(), json.offset());
    boolean oneLine = json.line() == firstLine;
    json.skip(oneLine);
    json.forgetBrackets();
    inList = false;
    String rest = oneLine ? "the rest of the line" : "the rest of the file";
    return new Piece(
        place,
        json.excerpt(DeadLetter.MAX_RAW_BYTES),
        json.pieceLength(),
        Around.NOTHING,
        new Normalized.Dead(
            DeadReason.MALFORMED_JSON,
            "%s: %s; %s, %d bytes, is not read"
                .formatted(where, e.getMessage(), rest, json.pieceLength())));
  }
}
