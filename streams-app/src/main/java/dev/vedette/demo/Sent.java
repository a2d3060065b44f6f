package dev.vedette.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When each event of late was sent. Safe for two threads: one sends, one looks up. */
final class Sent {
  private static final int REMEMBERED = 50_000;

  private final Map<String, Long> atMillis =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long count;

  synchronized void add(String id, long millis) {
    atMillis.put(id, millis);
    count++;
  }

  synchronized @Nullable Long atMillis(String id) {
    return atMillis.get(id);
  }

  synchronized long count() {
    return count;
  }
}
