package dev.vedette.sources;

/** Who is told what became of the lines. */
@FunctionalInterface
public interface Outcomes {
  /**
   * One line has one outcome or, if it holds several records, one for each.
   *
   * @param outcome what became of it
   * @param raw the bytes that it was made of: the line's, or those of a dead record of several
   */
  void accept(Normalized outcome, byte[] raw);
}
