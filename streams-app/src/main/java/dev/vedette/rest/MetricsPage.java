package dev.vedette.rest;

import dev.vedette.rest.Queries.Accounts;
import dev.vedette.rest.Queries.Health;
import dev.vedette.rest.Queries.Latency;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The page that Prometheus reads, in its text format 0.0.4. Labels have few values, known
 * beforehand: no subject and no tenant is among them.
 */
final class MetricsPage {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder(4_096);

  private MetricsPage() {}

  /**
   * The page.
   *
   * @param accounts what was counted; null while the state cannot be read
   */
  static String of(Health health, @Nullable Accounts accounts) {
    var page = new MetricsPage();
    if (accounts != null) {
      page.accounts(accounts);
    }
    page.pipeline(health);
    page.process();
    return page.text.toString();
  }

  private void accounts(Accounts accounts) {
    var ingested = accounts.ingested().total();
    var judged = accounts.judged().total();
    metric("vedette_records_read_total", "counter", "Records taken from the inbox and raw topics.");
    sample("vedette_records_read_total", "", ingested.records());
    metric("vedette_events_total", "counter", "What became of what the records held.");
    sample("vedette_events_total", "outcome=\"scored\"", judged.scored());
    sample("vedette_events_total", "outcome=\"duplicate\"", judged.duplicates());
    sample("vedette_events_total", "outcome=\"too_late\"", ingested.tooLate());
    sample("vedette_events_total", "outcome=\"ignored\"", ingested.ignored());
    sample("vedette_events_total", "outcome=\"dead_lettered\"", ingested.deadLettered());
    new SourceMetrics(this).write(accounts);
    metric(
        "vedette_observations_skewed_total",
        "counter",
        "Observations that came after their window was folded.");
    sample("vedette_observations_skewed_total", "", judged.skewed());
    var dataTime = accounts.dataTime();
    if (dataTime != null) {
      metric("vedette_data_time_seconds", "gauge", "The greatest event time, since the epoch.");
      sample("vedette_data_time_seconds", "", dataTime.toEpochMilli() / 1e3);
    }
  }

  private void pipeline(Health health) {
    metric("vedette_pipeline_running", "gauge", "1 if the pipeline works.");
    sample("vedette_pipeline_running", "", health.running() ? 1 : 0);
    metric("vedette_pipeline_state", "gauge", "1 with the present state of Kafka Streams.");
    sample("vedette_pipeline_state", "state=\"" + health.state() + "\"", 1);
    metric("vedette_stream_threads", "gauge", "Stream threads that are alive.");
    sample("vedette_stream_threads", "", health.threads());
    if (!health.lagByTopic().isEmpty()) {
      metric(
          "vedette_consumer_lag_records",
          "gauge",
          "Records behind, of the partition that is furthest behind.");
      new TreeMap<>(health.lagByTopic())
          .forEach((topic, lag) ->
              sample("vedette_consumer_lag_records", "topic=\"" + topic + "\"", lag));
    }
    for (String statistic : new String[] {"mean", "max"}) {
      String name = "vedette_stream_latency_" + statistic + "_seconds";
      metric(name, "gauge", "How long an operation of the stream threads takes.");
      new TreeMap<>(health.latencies())
          .forEach(
              (operation, latency) -> latency(name, operation, statistic.equals("mean"), latency));
    }
  }

  private void latency(String name, String operation, boolean mean, Latency latency) {
    (mean ? latency.mean() : latency.max())
        .ifPresent(millis -> sample(name, "operation=\"" + operation + "\"", millis / 1e3));
  }

  private void process() {
    var memory = ManagementFactory.getMemoryMXBean();
    MemoryUsage heap = memory.getHeapMemoryUsage();
    MemoryUsage other = memory.getNonHeapMemoryUsage();
    metric("jvm_memory_used_bytes", "gauge", "Memory in use.");
    sample("jvm_memory_used_bytes", "area=\"heap\"", heap.getUsed());
    sample("jvm_memory_used_bytes", "area=\"nonheap\"", other.getUsed());
    metric("jvm_memory_committed_bytes", "gauge", "Memory that the process may use.");
    sample("jvm_memory_committed_bytes", "area=\"heap\"", heap.getCommitted());
    sample("jvm_memory_committed_bytes", "area=\"nonheap\"", other.getCommitted());
    metric("jvm_memory_max_bytes", "gauge", "The most memory that the heap may take.");
    sample("jvm_memory_max_bytes", "area=\"heap\"", heap.getMax());
    metric("jvm_threads", "gauge", "Live platform threads.");
    sample("jvm_threads", "", ManagementFactory.getThreadMXBean().getThreadCount());
    metric("process_start_time_seconds", "gauge", "When the process started, since the epoch.");
    sample(
        "process_start_time_seconds",
        "",
        ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
  }

  void metric(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  void sample(String name, String label, double value) {
    sample(name, label, Double.toString(value));
  }

  void sample(String name, String label, long value) {
    sample(name, label, Long.toString(value));
  }

  private void sample(String name, String label, String value) {
    text.append(name);
    if (!label.isEmpty()) {
      text.append('{').append(label).append('}');
    }
    text.append(' ').append(value).append('\n');
  }
}
