package dev.vedette.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Formatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What several instances answered.
 *
 * @param machine where
 * @param settings what was tried
 * @param signals in the log when it was over
 * @param calm while nothing happened; null if that was left out
 * @param disturbed while one was killed, and another one stopped and started again
 */
public record ClusterReport(
    BenchReport.Machine machine,
    ClusterSettings settings,
    long signals,
    @Nullable Phase calm,
    Phase disturbed) {
  /**
   * A time in which it was asked.
   *
   * @param queries how many questions
   * @param wrong how many answers are not what the records that they name add up to
   * @param answered how many were answered
   * @param inTime how many of these within 250 ms, asking again included
   * @param refused how many were 503 with Retry-After
   * @param failed how many had another outcome
   * @param moved how many answers told a risk that evidence had moved
   * @param unknown how many answers were that nothing is known
   * @param again how many were asked of another instance because one did not take the connection
   * @param forwarded how many were answered by another instance's knowledge
   * @param standby how many were answered from a copy
   * @param oldestMillis the greatest age of such an answer
   * @param latency of answers
   * @param silence the longest time in which a partition had no answer, though it was asked
   * @param ownerless the longest time in which a partition was answered from copies only
   * @param complaints the first few answers that were wrong or failed
   */
  public record Phase(
      int queries,
      int wrong,
      int answered,
      int inTime,
      int refused,
      int failed,
      int moved,
      int unknown,
      int again,
      int forwarded,
      int standby,
      long oldestMillis,
      BenchReport.Latency latency,
      Duration silence,
      Duration ownerless,
      List<String> complaints) {
    private static final long IN_TIME_NANOS = Duration.ofMillis(250).toNanos();
    private static final int COMPLAINTS = 5;

    /** Copies the list. */
    public Phase {
      complaints = List.copyOf(complaints);
    }

    static Phase of(List<Answer> answers, RiskLog log) {
      var complaints = new ArrayList<String>();
      int wrong = 0;
      for (Answer answer : answers) {
        String complaint = log.wrong(answer);
        wrong += complaint == null ? 0 : 1;
        complaint = complaint == null ? answer.trouble() : complaint;
        if (!complaint.isEmpty() && complaints.size() < COMPLAINTS) {
          complaints.add("%s: %s".formatted(answer.question(), complaint));
        }
      }
      return new Phase(
          answers.size(),
          wrong,
          count(answers, Answer::isAnswered),
          count(answers, one -> one.isAnswered() && one.latencyNanos() <= IN_TIME_NANOS),
          count(answers, Answer::isRefused),
          count(answers, one -> !one.isAnswered() && !one.isRefused()),
          count(answers, log::isMoved),
          count(answers, Answer::isUnknown),
          count(answers, one -> one.attempts() > 1),
          count(answers, Answer::isForwarded),
          count(answers, Answer::isFromStandby),
          answers.stream()
              .filter(Answer::isFromStandby)
              .mapToLong(Answer::ageMillis)
              .max()
              .orElse(0),
          latency(answers),
          longestWithout(answers, log, Answer::isAnswered),
          longestWithout(answers, log, Answer::isFromOwner),
          complaints);
    }

    private static int count(List<Answer> answers, Predicate<Answer> which) {
      return (int) answers.stream().filter(which).count();
    }

    /** Longest gap between two such answers of one partition, from the first question on. */
    private static Duration longestWithout(
        List<Answer> answers, RiskLog log, Predicate<Answer> which) {
      long first = answers.stream().mapToLong(Answer::dueNanos).min().orElse(0);
      long last = answers.stream().mapToLong(Answer::endNanos).max().orElse(0);
      Map<Integer, Long> before = new HashMap<>();
      long longest = 0;
      for (Answer answer :
          answers.stream().sorted(Comparator.comparingLong(Answer::endNanos)).toList()) {
        int partition = log.partitionOf(answer.question().key());
        long since = before.computeIfAbsent(partition, unknown -> first);
        if (which.test(answer)) {
          longest = Math.max(longest, answer.endNanos() - since);
          before.put(partition, answer.endNanos());
        }
      }
      for (long since : before.values()) {
        longest = Math.max(longest, last - since);
      }
      return Duration.ofNanos(longest);
    }

    private static BenchReport.Latency latency(List<Answer> answers) {
      long[] nanos =
          answers.stream()
              .filter(Answer::isAnswered)
              .mapToLong(Answer::latencyNanos)
              .sorted()
              .toArray();
      return new BenchReport.Latency(
          nanos.length,
          at(nanos, 0.5),
          at(nanos, 0.9),
          at(nanos, 0.99),
          at(nanos, 0.999),
          at(nanos, 1));
    }

    private static double at(long[] sorted, double share) {
      return sorted.length == 0
          ? 0
          : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e6;
    }

    /** The share that was answered in time. */
    public double inTimeShare() {
      return queries == 0 ? 0 : (double) inTime / queries;
    }
  }

  /** Whether no answer was wrong, and all that were none were refused as they should. */
  public boolean isRight() {
    return phases().stream().allMatch(phase -> phase.wrong() == 0 && phase.failed() == 0);
  }

  private List<Phase> phases() {
    return calm == null ? List.of(disturbed) : List.of(calm, disturbed);
  }

  /** One line. */
  public String json() {
    return Json.text(json -> {
      json.writeStartObject();
      json.writeNumberField("cores", machine.cores());
      json.writeNumberField("memoryGb", machine.memoryGb());
      json.writeNumberField("instances", ClusterSettings.INSTANCES);
      json.writeNumberField("partitions", settings.partitions());
      json.writeNumberField("events", settings.events());
      json.writeNumberField("queries", settings.queries());
      json.writeNumberField("signals", signals);
      if (calm != null) {
        phase("calm", settings.calm(), calm, json);
      }
      phase("disturbed", settings.disturbed(), disturbed, json);
      json.writeEndObject();
    });
  }

  private static void phase(String name, Duration length, Phase phase, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("seconds", length.toSeconds());
    json.writeNumberField("queries", phase.queries());
    json.writeNumberField("wrong", phase.wrong());
    json.writeNumberField("answered", phase.answered());
    json.writeNumberField("inTime", phase.inTime());
    json.writeNumberField("refused", phase.refused());
    json.writeNumberField("failed", phase.failed());
    json.writeNumberField("moved", phase.moved());
    json.writeNumberField("unknown", phase.unknown());
    json.writeNumberField("again", phase.again());
    json.writeNumberField("forwarded", phase.forwarded());
    json.writeNumberField("standby", phase.standby());
    json.writeNumberField("oldestMillis", phase.oldestMillis());
    json.writeNumberField("p50Millis", phase.latency().p50());
    json.writeNumberField("p99Millis", phase.latency().p99());
    json.writeNumberField("maxMillis", phase.latency().max());
    json.writeNumberField("silenceMillis", phase.silence().toMillis());
    json.writeNumberField("ownerlessMillis", phase.ownerless().toMillis());
    json.writeArrayFieldStart("complaints");
    for (String complaint : phase.complaints()) {
      json.writeString(complaint);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A page for people. */
  public String table() {
    var text = new Formatter(Locale.ROOT);
    text.format(
        "%d cores, %.1f GB, broker, callers and instances together; %d instances, %d partitions,"
            + " %,d events/s, %,d queries/s; %,d signals\n\n",
        machine.cores(),
        machine.memoryGb(),
        ClusterSettings.INSTANCES,
        settings.partitions(),
        settings.events(),
        settings.queries(),
        signals);
    List<Phase> phases = phases();
    text.format("%-50s%s\n", "", calm == null ? "  disturbed" : "       calm   disturbed");
    row(text, "queries", phases, phase -> whole(phase.queries()));
    row(text, "wrong", phases, phase -> whole(phase.wrong()));
    row(text, "answered within 250 ms", phases, phase -> share(phase.inTime(), phase));
    row(text, "answered", phases, phase -> share(phase.answered(), phase));
    row(text, "503 with Retry-After", phases, phase -> share(phase.refused(), phase));
    row(text, "failed otherwise", phases, phase -> whole(phase.failed()));
    row(text, "told a risk that evidence moved", phases, phase -> share(phase.moved(), phase));
    row(text, "told that nothing is known", phases, phase -> share(phase.unknown(), phase));
    row(text, "no connection, asked elsewhere", phases, phase -> share(phase.again(), phase));
    row(text, "known by another than was asked", phases, phase -> share(phase.forwarded(), phase));
    row(text, "known by a standby", phases, phase -> share(phase.standby(), phase));
    row(text, "its greatest age, s", phases, phase -> seconds(phase.oldestMillis()));
    row(text, "p50, ms", phases, phase -> millis(phase.latency().p50()));
    row(text, "p99, ms", phases, phase -> millis(phase.latency().p99()));
    row(text, "slowest, ms", phases, phase -> millis(phase.latency().max()));
    row(
        text,
        "longest without an answer of a partition, s",
        phases,
        phase -> seconds(phase.silence().toMillis()));
    row(
        text,
        "longest without its owner, s",
        phases,
        phase -> seconds(phase.ownerless().toMillis()));
    for (Phase phase : phases) {
      phase.complaints().forEach(complaint -> text.format("\n%s\n", complaint));
    }
    return text.toString();
  }

  private static String share(int some, Phase phase) {
    return String.format(
        Locale.ROOT, "%.2f %%", phase.queries() == 0 ? 0 : 100.0 * some / phase.queries());
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.2f", millis / 1e3);
  }

  private static String whole(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, "%,.1f", millis);
  }

  private interface Cell {
    String of(Phase phase);
  }

  private static void row(Formatter text, String name, List<Phase> phases, Cell cell) {
    text.format("%-50s", name);
    phases.forEach(phase -> text.format("%12s", cell.of(phase)));
    text.format("\n");
  }
}
