package dev.vedette.flows.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * What ingest counted, source by source, and for what reasons.
 *
 * @param bySource source → its account
 * @param causes why something was ignored or refused → how often
 */
public record IngestAccounts(
    SortedMap<String, IngestAccount> bySource, SortedMap<Cause, Long> causes) {
  private static final char SEPARATOR = '\0';

  /** Copies nothing: makes the maps unchangeable. */
  public IngestAccounts {
    bySource = Collections.unmodifiableSortedMap(bySource);
    causes = Collections.unmodifiableSortedMap(causes);
  }

  /** Why something went no further. */
  public enum Kind {
    /** By a rule of its format. */
    IGNORED,
    /** Dead, for a reason. */
    DEAD
  }

  /**
   * A reason for which things of a source went no further.
   *
   * @param source the source
   * @param kind whether that was meant
   * @param name the rule, or the reason of the dead letters
   */
  public record Cause(String source, Kind kind, String name) implements Comparable<Cause> {
    @Override
    public int compareTo(Cause other) {
      int order = source.compareTo(other.source);
      order = order != 0 ? order : kind.compareTo(other.kind);
      return order != 0 ? order : name.compareTo(other.name);
    }

    String key() {
      return source + SEPARATOR + kind + SEPARATOR + name;
    }
  }

  /** Adds up what the stores of all tasks hold; the iterator stays the caller's to close. */
  public static IngestAccounts read(KeyValueIterator<String, byte[]> stored) {
    var bySource = new TreeMap<String, IngestAccount>();
    var causes = new TreeMap<Cause, Long>();
    while (stored.hasNext()) {
      var entry = stored.next();
      int first = entry.key.indexOf(SEPARATOR);
      if (first < 0) {
        bySource.merge(entry.key, IngestAccount.read(entry.value), IngestAccount::plus);
      } else {
        int second = entry.key.indexOf(SEPARATOR, first + 1);
        var cause =
            new Cause(
                entry.key.substring(0, first),
                Kind.valueOf(entry.key.substring(first + 1, second)),
                entry.key.substring(second + 1));
        causes.merge(cause, count(entry.value), Long::sum);
      }
    }
    return new IngestAccounts(bySource, causes);
  }

  /** All sources together. */
  public IngestAccount total() {
    return bySource.values().stream().reduce(IngestAccount.EMPTY, IngestAccount::plus);
  }

  static byte[] bytes(long count) {
    return Long.toString(count).getBytes(US_ASCII);
  }

  static long count(byte[] bytes) {
    return Long.parseLong(new String(bytes, US_ASCII));
  }
}
