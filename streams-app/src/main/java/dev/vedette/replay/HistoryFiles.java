package dev.vedette.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectKey;
import dev.vedette.results.RunFiles;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes what risk took from two topics with the same partitions, as risk takes it: the earlier
 * record of a partition first, and of the same moment the activity of a session before a signal, as
 * behaviour tells them. All activity is held in memory.
 */
final class HistoryFiles {
  private final RunFiles files;
  private final Map<Integer, Deque<ConsumerRecord<byte[], SessionActivity>>> activities =
      new HashMap<>();
  private int partition = -1;

  HistoryFiles(RunFiles files) {
    this.files = files;
  }

  /** Takes activity; all of it comes before the first version. */
  void add(ConsumerRecord<byte[], SessionActivity> activity) {
    activities.computeIfAbsent(activity.partition(), p -> new ArrayDeque<>()).add(activity);
  }

  /** Writes a version, and before it the activity that came before it. */
  void write(ConsumerRecord<byte[], Signal> version) throws IOException {
    if (version.partition() != partition) {
      writeUntil(Long.MAX_VALUE);
      partition = version.partition();
    }
    writeUntil(version.timestamp());
    files.version(version.value());
  }

  /** Writes what is left. */
  void end() throws IOException {
    for (int left : activities.keySet()) {
      partition = left;
      writeUntil(Long.MAX_VALUE);
    }
  }

  private void writeUntil(long millis) throws IOException {
    var waiting = activities.get(partition);
    while (waiting != null && !waiting.isEmpty() && waiting.getFirst().timestamp() <= millis) {
      var next = waiting.removeFirst();
      files.activity(
          SubjectKey.decode(new String(next.key(), UTF_8)), next.value(), next.timestamp());
    }
  }
}
