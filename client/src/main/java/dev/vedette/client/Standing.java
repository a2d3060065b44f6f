package dev.vedette.client;

/** What an answer stands on. */
public enum Standing {
  /** Everything that was published until a moment ago, within the staleness that is allowed. */
  CURRENT,
  /** The topic has not been read to its end yet since the start. */
  LOADING,
  /** The topic could not be read to its end for longer than the staleness that is allowed. */
  STALE,
  /** There are more dangerous subjects than the cache may hold, and this one is not among them. */
  CROWDED_OUT
}
