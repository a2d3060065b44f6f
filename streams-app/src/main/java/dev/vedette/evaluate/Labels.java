package dev.vedette.evaluate;

import dev.vedette.events.AccessEvent;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells of each event of a recording, in its order, whether it was part of an attack. */
interface Labels extends Closeable {
  /**
   * The label of an event; null if it was part of none.
   *
   * @param origin {@code file:line} of its line, with {@code [n]} behind if the line holds several
   */
  @Nullable Label of(String origin, AccessEvent event) throws IOException;

  @Override
  void close() throws IOException;
}
