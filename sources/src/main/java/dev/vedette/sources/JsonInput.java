package dev.vedette.sources;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON that is read from the beginning to the end: it stands at a value until that is taken. */
interface JsonInput {
  /** What a value is. */
  enum Kind {
    OBJECT,
    LIST,
    TEXT,
    /** A number, true or false. */
    PLAIN,
    NULL;

    boolean isScalar() {
      return this != OBJECT && this != LIST;
    }
  }

  /** What the value is that it stands at. */
  Kind kind();

  /** Goes into the object or list that it stands at. */
  void enter() throws IOException;

  /**
   * Goes to the next member that the tree has, beyond all others.
   *
   * @return what the tree has below it; null behind the object's end
   */
  @Nullable JsonTree member(JsonTree tree) throws IOException;

  /** Goes to the next item; false behind the list's end. */
  boolean item() throws IOException;

  /** Takes a scalar; null if it is JSON's null. */
  @Nullable String text() throws IOException;

  /** Takes any value as JSON text, without white space. */
  String structure() throws IOException;

  /** Passes over a value. */
  void skip() throws IOException;

  /** Where the value begins that it stands at, in bytes. */
  int from();

  /** Where the value ended that was taken last, in bytes. */
  int to();
}
