package dev.vedette.app;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.json.VerdictJson;
import dev.vedette.risk.Verdict;
import dev.vedette.runtime.VerdictPublisher;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a person found out. */
@Command(
    name = "verdict",
    description = {
      "Say what you found out about a subject's evidence (docs/verdicts.md): true-positive,"
          + " false-positive or benign-expected. Risk follows at once.",
      "With --signal it means that one signal, with --detector all signals of a detector until"
          + " --until, with neither everything until then."
    },
    mixinStandardHelpOptions = true)
final class VerdictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Announcement target;

  @Parameters(
      index = "0",
      paramLabel = "VERDICT",
      description = "true-positive, false-positive or benign-expected.")
  private String verdict;

  @Mixin private SchemaOptions schemaOptions;
  @Mixin private SubjectArgument subjectArgument;

  @ArgGroup private @Nullable Scope scope;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description =
          "Windows that start from here on (ISO 8601) are not meant; at most 400 days ahead."
              + " Needed without --signal.")
  private @Nullable Instant until;

  @Option(
      names = "--because",
      required = true,
      paramLabel = "TEXT",
      description = "What was found out, in words.")
  private String because;

  @Option(names = "--by", paramLabel = "WHO", defaultValue = "", description = "Who says it.")
  private String by;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Names the verdict; that of an earlier one corrects it (default: a new one).")
  private @Nullable String id;

  /** Which evidence of the subject is meant, if not all. */
  static final class Scope {
    @Option(
        names = "--detector",
        required = true,
        paramLabel = "NAME",
        description = "All signals of this detector.")
    private @Nullable String detector;

    @Option(
        names = "--signal",
        required = true,
        paramLabel = "DETECTOR@TIME",
        description =
            "One signal, by its detector and the beginning of its window:"
                + " new-place@2026-11-22T09:30:00Z.")
    private @Nullable String signal;

    Scope() {}
  }

  @SuppressWarnings("NullAway.Init")
  VerdictCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Verdict said = said(Instant.now());
    try (VerdictPublisher publisher = target.verdicts(schemaOptions)) {
      publisher.put(said);
    }
    spec.commandLine()
        .getOut()
        .printf(
            "said %s of %s %s until %s: verdict %s%n",
            said.kind().wireName(),
            said.subject().type().wireName(),
            said.subject().id(),
            Instant.ofEpochMilli(said.untilMillis()),
            said.id());
    return 0;
  }

  private Verdict said(Instant now) {
    Verdict.Kind kind = kind();
    Subject subject = subject();
    String detector = scope == null ? null : scope.detector;
    Long window = null;
    if (scope != null && scope.signal != null) {
      String[] parts = scope.signal.split("@", 2);
      detector = parts[0];
      window = window(parts);
    }
    long end = until(window);
    String named =
        id == null
            ? VerdictJson.madeId(
                "%s %s %s %s %s"
                    .formatted(kind, SubjectKey.encode(subject), detector, window, because),
                now)
            : id;
    return new Verdict(
        named, subject, kind, detector, window, end, now.toEpochMilli(), by, because);
  }

  /** A verdict on one window needs no end: it means that window. */
  private long until(@Nullable Long window) {
    if (until != null) {
      return until.toEpochMilli();
    }
    if (window == null) {
      throw new ParameterException(
          spec.commandLine(), "say with --until for how long, or name one --signal");
    }
    return window + 1;
  }

  private Verdict.Kind kind() {
    try {
      return VerdictJson.kind(verdict.toLowerCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "\"%s\": a verdict is true-positive, false-positive or benign-expected"
              .formatted(verdict),
          e);
    }
  }

  private Subject subject() {
    if (subjectArgument.needsOwner()) {
      throw new ParameterException(
          spec.commandLine(),
          "say whose session it is with --owner, or --owner \"\" if it is nobody's");
    }
    Subject subject = subjectArgument.like();
    if (subject.id().isEmpty() || subject.id().length() > Subject.MAX_CHARS) {
      throw new ParameterException(
          spec.commandLine(), "a subject's id has 1 to %d characters".formatted(Subject.MAX_CHARS));
    }
    return subject;
  }

  private long window(String[] parts) {
    try {
      if (parts.length == 2 && !parts[0].isBlank()) {
        return Instant.parse(parts[1]).toEpochMilli();
      }
    } catch (DateTimeException e) {
      // Said below, with an example.
    }
    throw new ParameterException(
        spec.commandLine(),
        "--signal is a detector and the beginning of its window, such as"
            + " new-place@2026-11-22T09:30:00Z");
  }
}
