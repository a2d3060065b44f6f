package dev.vedette.rest;

import org.jspecify.annotations.Nullable;

/** The state cannot be read now; it can later. */
public final class StoresUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public StoresUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
