package dev.vedette.app;

import dev.vedette.board.Ink;
import dev.vedette.events.Subject;
import dev.vedette.explain.Explained;
import dev.vedette.explain.ExplainedJson;
import dev.vedette.explain.ExplainedText;
import dev.vedette.explain.Explainer;
import dev.vedette.explain.WaterfallSvg;
import dev.vedette.json.Json;
import dev.vedette.risk.Policy;
import dev.vedette.risk.Retrospect.Sense;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SignalLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says why a subject's risk is what it is. */
@Command(
    name = "explain",
    description = {
      "Say what happened to a subject, when, and why its risk is what it is: from the risk before"
          + " any evidence to the score, step by step; the steps add up to the last digit.",
      "Asks a running service (--url), or reads a recorded run (--run) or the topics of a cluster"
          + " (--bootstrap-servers). The last two know every version of every signal: --at tells"
          + " the risk as it was known then, --as-corrected as it is known now."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final int PIPE_COLUMNS = 80;

  @Spec private CommandSpec spec;
  @Mixin private SubjectArgument subjectArgument;
  @Mixin private HistoryOptions historyOptions;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A running service, such as http://127.0.0.1:8080 (the default without --run).")
  private @Nullable URI url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The token of the service, if it wants one.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "The instant, ISO 8601 (default: now; of a recorded run its end).")
  private @Nullable Instant at;

  @Option(
      names = "--as-corrected",
      description = "As it is known now, with what was corrected since, not as it was known then.")
  private boolean asCorrected;

  @Option(
      names = "--counterfactual",
      description = "Also the smallest set of signals without which the level would be lower.")
  private boolean counterfactual;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Also draw it, as one SVG file that needs nothing else.")
  private @Nullable Path svg;

  @SuppressWarnings("NullAway.Init")
  ExplainCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (historyOptions.isGiven() && url != null) {
      throw new ParameterException(
          spec.commandLine(), "--url and a recording: say which of both is to be asked");
    }
    Explained explained = historyOptions.isGiven() ? fromRecording() : fromService();
    if (svg != null) {
      Files.writeString(svg, WaterfallSvg.of(explained));
    }
    print(explained);
    return 0;
  }

  private void print(Explained explained) {
    Terminal terminal = Terminal.find();
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(generator -> ExplainedJson.write(explained, generator)));
    } else {
      boolean people = terminal.interactive();
      List<String> lines =
          ExplainedText.lines(
              explained,
              people ? terminal.columns() : PIPE_COLUMNS,
              people && terminal.colour() ? Ink.ANSI : Ink.NONE);
      lines.forEach(out::println);
    }
    out.flush();
  }

  private Explained fromRecording() throws IOException {
    HistoryOptions.Recorded recorded = historyOptions.open();
    Subject subject = subject(recorded);
    SignalLog log = recorded.log(subject.decider());
    List<RiskUpdate> updates = recorded.updates(subject);
    if (log.size() == 0) {
      check(recorded, subject);
    }
    String policy =
        updates.isEmpty() ? Policy.DEFAULT.version() : updates.getLast().policyVersion();
    var explainer = new Explainer(historyOptions.formula(policy), log, updates);
    return explainer.explain(
        subject,
        at == null ? end(recorded, log) : at.toEpochMilli(),
        asCorrected ? Sense.AS_CORRECTED : Sense.AS_KNOWN,
        counterfactual);
  }

  /** A subject without signals must at least have been seen. */
  private static void check(HistoryOptions.Recorded recorded, Subject subject) throws IOException {
    List<Subject> all = recorded.subjects(subject);
    if (all.stream().anyMatch(one -> one.tenant().equals(subject.tenant()))) {
      return;
    }
    String others =
        all.stream().map(Subject::tenant).distinct().limit(5).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "nothing was recorded of %s %s in tenant %s%s"
            .formatted(
                subject.type().wireName(),
                subject.id(),
                subject.tenant(),
                others.isEmpty() ? "" : "; say --tenant, there is one in " + others));
  }

  private Subject subject(HistoryOptions.Recorded recorded) throws IOException {
    Subject like = subjectArgument.like();
    if (!subjectArgument.needsOwner()) {
      return like;
    }
    List<Subject> sessions =
        recorded.subjects(like).stream()
            .filter(session -> session.tenant().equals(like.tenant()))
            .toList();
    if (sessions.size() > 1) {
      throw new IllegalArgumentException(
          "the session has %d owners: name one with --owner".formatted(sessions.size()));
    }
    return sessions.isEmpty() ? like : sessions.getFirst();
  }

  private static long end(HistoryOptions.Recorded recorded, SignalLog log) throws IOException {
    Long end = recorded.endMillis();
    if (end == null) {
      return Instant.now().toEpochMilli();
    }
    return log.size() == 0 ? end : Math.max(end, log.upserts().getLast().receivedMillis());
  }

  private Explained fromService() throws IOException, InterruptedException {
    var service =
        new RiskClient(url == null ? RiskClient.DEFAULT : url, RiskClient.token(tokenFile));
    return service.explain(
        subjectArgument.like(), !subjectArgument.needsOwner(), at, asCorrected, counterfactual);
  }
}
