package dev.vedette.risk;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import java.util.List;

/** The signals behind the cells; asked only when something is to be explained. */
@FunctionalInterface
public interface Ledger {
  /**
   * The final versions of a subject's own signals (a session's are asked for separately), the one
   * just applied included, in any order. Those that it no longer holds are explained as "the rest".
   */
  List<Signal> signals(Subject subject);
}
