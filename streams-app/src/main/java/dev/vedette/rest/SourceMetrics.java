package dev.vedette.rest;

import dev.vedette.flows.behaviour.Account;
import dev.vedette.flows.ingest.IngestAccount;
import dev.vedette.flows.ingest.IngestAccounts.Kind;
import dev.vedette.rest.Queries.Accounts;
import java.util.TreeSet;

/**
 * What was counted of each source. Labels are names of formats, raw topics, rules and reasons: none
 * comes from what a record says.
 */
final class SourceMetrics {
  private static final String RECORDS = "vedette_source_records_total";
  private static final String EVENTS = "vedette_source_events_total";
  private static final String IGNORED = "vedette_source_ignored_total";
  private static final String DEAD = "vedette_source_dead_letters_total";
  private static final String SKEW = "vedette_source_skew_max_seconds";

  private final MetricsPage page;

  SourceMetrics(MetricsPage page) {
    this.page = page;
  }

  void write(Accounts accounts) {
    var ingested = accounts.ingested().bySource();
    var judged = accounts.judged().bySource();
    var sources = new TreeSet<>(ingested.keySet());
    judged.keySet().stream().filter(source -> !source.isEmpty()).forEach(sources::add);
    page.metric(RECORDS, "counter", "Records taken, by source.");
    ingested.forEach(
        (source, account) -> page.sample(RECORDS, label("source", source), account.records()));
    page.metric(EVENTS, "counter", "What became of what the records of a source held.");
    for (String source : sources) {
      events(
          source,
          ingested.getOrDefault(source, IngestAccount.EMPTY),
          judged.getOrDefault(source, Account.EMPTY));
    }
    causes(accounts, Kind.IGNORED, IGNORED, "rule", "Passed over by a rule of the format.");
    causes(accounts, Kind.DEAD, DEAD, "reason", "Dead letters, by reason.");
    page.metric(
        SKEW, "gauge", "The most that an event's time was ahead of its reception, or behind it.");
    ingested.forEach((source, account) -> {
      page.sample(SKEW, skew(source, "ahead"), account.maxAheadMillis() / 1e3);
      page.sample(SKEW, skew(source, "behind"), account.maxBehindMillis() / 1e3);
    });
  }

  private void events(String source, IngestAccount ingested, Account judged) {
    outcome(source, "scored", judged.scored());
    outcome(source, "duplicate", judged.duplicates());
    outcome(source, "too_late", ingested.tooLate());
    outcome(source, "ignored", ingested.ignored());
    outcome(source, "dead_lettered", ingested.deadLettered());
  }

  private void outcome(String source, String outcome, long count) {
    page.sample(EVENTS, label("source", source) + ',' + label("outcome", outcome), count);
  }

  private void causes(Accounts accounts, Kind kind, String name, String label, String help) {
    page.metric(name, "counter", help);
    accounts
        .ingested()
        .causes()
        .forEach((cause, count) -> {
          if (cause.kind() == kind) {
            page.sample(
                name, label("source", cause.source()) + ',' + label(label, cause.name()), count);
          }
        });
  }

  private static String skew(String source, String direction) {
    return label("source", source) + ',' + label("direction", direction);
  }

  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + '"';
  }
}
