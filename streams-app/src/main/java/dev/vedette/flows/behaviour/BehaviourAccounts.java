package dev.vedette.flows.behaviour;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * What behaviour counted, source by source.
 *
 * @param bySource source → its account; that of what names no source under the empty name
 */
public record BehaviourAccounts(SortedMap<String, Account> bySource) {
  /** Makes the map unchangeable. */
  public BehaviourAccounts {
    bySource = Collections.unmodifiableSortedMap(bySource);
  }

  /** Adds up what the stores of all tasks hold; the iterator stays the caller's to close. */
  public static BehaviourAccounts read(KeyValueIterator<Bytes, byte[]> stored) {
    var bySource = new TreeMap<String, Account>();
    while (stored.hasNext()) {
      var entry = stored.next();
      bySource.merge(
          new String(entry.key.get(), StandardCharsets.UTF_8),
          Account.read(entry.value),
          Account::plus);
    }
    return new BehaviourAccounts(bySource);
  }

  /** All sources together. */
  public Account total() {
    return bySource.values().stream().reduce(Account.EMPTY, Account::plus);
  }

  static Bytes key(String source) {
    return Bytes.wrap(source.getBytes(StandardCharsets.UTF_8));
  }
}
