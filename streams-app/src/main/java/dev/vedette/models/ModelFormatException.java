package dev.vedette.models;

/** A text is no model: the message names where it is from, the member, and what is wrong. */
public final class ModelFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  ModelFormatException(String message) {
    super(message);
  }

  ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
