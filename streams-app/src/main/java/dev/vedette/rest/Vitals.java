package dev.vedette.rest;

import static java.util.stream.Collectors.toSet;

import dev.vedette.rest.Queries.Health;
import dev.vedette.rest.Queries.Lag;
import dev.vedette.rest.Queries.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Picks from Kafka's hundreds of metrics the few that say how the pipeline is. */
final class Vitals {
  private static final String THREADS = "alive-stream-threads";
  private static final String THREAD_GROUP = "stream-thread-metrics";
  private static final String LAG = "records-lag";

  private Vitals() {}

  static Health of(Engine engine) {
    int threads = 0;
    var lags = new TreeMap<Key, Long>();
    Map<String, List<Double>> thread = new TreeMap<>();
    for (var entry : engine.metrics().entrySet()) {
      MetricName name = entry.getKey();
      double value = number(entry.getValue());
      if (Double.isNaN(value)) {
        continue;
      }
      if (name.name().equals(THREADS)) {
        threads = (int) value;
      } else if (name.name().equals(LAG)) {
        lag(name, value, lags);
      } else if (name.group().equals(THREAD_GROUP)) {
        thread.computeIfAbsent(name.name(), n -> new ArrayList<>()).add(value);
      }
    }
    // Kafka also reports each topic under its old name, with underscores for dots.
    Set<String> old =
        lags.keySet().stream()
            .map(Key::topic)
            .filter(Vitals::hasDot)
            .map(Vitals::old)
            .collect(toSet());
    lags.keySet().removeIf(key -> old.contains(key.topic()));
    return new Health(
        engine.isRunning(),
        engine.state(),
        threads,
        lags.entrySet().stream()
            .map(lag -> new Lag(lag.getKey().topic(), lag.getKey().partition(), lag.getValue()))
            .toList(),
        Map.of("process", latency("process", thread), "commit", latency("commit", thread)));
  }

  private static boolean hasDot(String topic) {
    return topic.indexOf('.') >= 0;
  }

  private static String old(String topic) {
    return topic.replace('.', '_');
  }

  private record Key(String topic, int partition) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = topic.compareTo(other.topic);
      return order != 0 ? order : Integer.compare(partition, other.partition);
    }
  }

  private static void lag(MetricName name, double value, Map<Key, Long> lags) {
    String topic = name.tags().get("topic");
    String partition = name.tags().get("partition");
    if (topic != null && partition != null) {
      lags.merge(new Key(topic, Integer.parseInt(partition)), (long) value, Math::max);
    }
  }

  private static Latency latency(String operation, Map<String, List<Double>> thread) {
    var means = thread.getOrDefault(operation + "-latency-avg", List.of());
    var maxima = thread.getOrDefault(operation + "-latency-max", List.of());
    OptionalDouble mean = means.stream().mapToDouble(Double::doubleValue).average();
    return new Latency(mean, maxima.stream().mapToDouble(Double::doubleValue).max());
  }

  private static double number(Metric metric) {
    return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
