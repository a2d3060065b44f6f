package dev.vedette.sources;

/** Takes a line apart: puts the fields that the format refers to into their slots. */
interface Extractor {
  /**
   * Fills the fields, which are empty, once for each record of the line, and says so each time.
   *
   * @param found is told of at least one record or outcome
   */
  void extract(Line line, Fields fields, Found found);

  /** Whether it takes the names of fields from the first line of a file. */
  default boolean readsHeader() {
    return false;
  }

  /** Who is told what is in a line. */
  interface Found {
    /** The fields are those of the line's only record. */
    void record();

    /** The fields are those of one of several records, which stands in these bytes. */
    void record(byte[] bytes, int from, int to);

    /** The line has no record, for this reason. */
    void none(Normalized outcome);

    /** One of several records of the line is none, for this reason. */
    void none(Normalized outcome, byte[] bytes, int from, int to);
  }
}
