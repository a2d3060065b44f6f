package dev.vedette.rest;

/** What was asked for is state that this instance does not have, and another one may. */
final class ElsewhereException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** It is a way, not a failure: no stack is kept. */
  ElsewhereException(Reading.Part part) {
    super("part " + part.partition() + " of " + part.topic() + " is elsewhere", null, false, false);
  }
}
