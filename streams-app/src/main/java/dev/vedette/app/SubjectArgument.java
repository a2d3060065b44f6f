package dev.vedette.app;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whom a command is about. */
final class SubjectArgument {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SUBJECT",
      description =
          "Whom it is about: user:alice, ip:203.0.113.9, session:ID, or a whole key as topics have"
              + " it, default/user/alice. Types: user, service, session, device, ip, resource.")
  private String subject;

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      defaultValue = "default",
      description = "Whose subject (default ${DEFAULT-VALUE}).")
  private String tenant;

  @Option(
      names = "--owner",
      paramLabel = "TYPE:ID",
      description =
          "The owner of a session, user:alice; empty for a session of nobody. Without it the"
              + " session's id must have one owner only.")
  private @Nullable String owner;

  @SuppressWarnings("NullAway.Init")
  SubjectArgument() {}

  /** Whether a session is asked for whose owner must be looked up. */
  boolean needsOwner() {
    return owner == null && !isKey() && like().type() == SubjectType.SESSION;
  }

  /** The subject; of a session without a named owner the one of nobody. */
  Subject like() {
    if (isKey()) {
      return SubjectKey.decode(subject);
    }
    Subject named = named(subject);
    if (owner == null || owner.isEmpty()) {
      return named;
    }
    if (named.type() != SubjectType.SESSION) {
      throw new ParameterException(spec.commandLine(), "--owner: only a session has an owner");
    }
    return Subject.session(named(owner), named.id());
  }

  private boolean isKey() {
    String[] parts = subject.split("/", -1);
    return (parts.length == 3 || parts.length == 5) && isType(parts[1]) && !isTyped();
  }

  private boolean isTyped() {
    int colon = subject.indexOf(':');
    return colon > 0 && isType(subject.substring(0, colon));
  }

  private static boolean isType(String name) {
    for (SubjectType type : SubjectType.values()) {
      if (type.wireName().equals(name.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private Subject named(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new ParameterException(
          spec.commandLine(), "\"%s\": a subject is type:id, such as user:alice".formatted(text));
    }
    return Subject.of(tenant, SubjectType.of(text.substring(0, colon)), text.substring(colon + 1));
  }
}
