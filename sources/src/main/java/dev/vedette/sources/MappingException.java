package dev.vedette.sources;

/** A mapping file that is not one; the message names the file, the line and the field. */
public final class MappingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MappingException(String message) {
    super(message);
  }
}
