package dev.vedette.rest;

import dev.vedette.risk.Verdict;
import java.io.IOException;

/** Where verdicts that are posted go. */
@FunctionalInterface
public interface VerdictSink {
  /**
   * Puts a verdict; it is there when this returns.
   *
   * @throws IOException if the broker did not take it in time
   */
  void put(Verdict verdict) throws IOException, InterruptedException;
}
