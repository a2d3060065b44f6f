package dev.vedette.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.policy.PolicyDiff;
import dev.vedette.policy.PolicyDocument;
import dev.vedette.policy.PolicyFile;
import dev.vedette.risk.Policy;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Policies: check, compare and show them. */
@Command(
    name = "policy",
    description = "What turns evidence into risk, as a file (docs/policy.md).",
    mixinStandardHelpOptions = true)
final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  PolicyCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: check, diff or show");
  }

  /** Checks a policy. */
  @Command(
      name = "check",
      description = "Check a policy's file: a line for each thing that is wrong, with its place.",
      mixinStandardHelpOptions = true)
  int check(@Parameters(paramLabel = "FILE", description = "The policy.") Path file)
      throws IOException {
    Policy policy = PolicyOption.read(file);
    spec.commandLine()
        .getOut()
        .printf(
            "%s: policy \"%s\" is good: %d families, %d rules of conditional evidence, %d"
                + " suppressions%n",
            file,
            policy.version(),
            policy.families().size(),
            policy.conditional().size(),
            policy.suppressions().size());
    return 0;
  }

  /** Compares two policies. */
  @Command(
      name = "diff",
      description = "Say what changes from one policy to another, and for whom.",
      mixinStandardHelpOptions = true)
  int diff(
      @Parameters(paramLabel = "OLD", description = "A policy, or \"default\".") Path old,
      @Parameters(paramLabel = "NEW", description = "Another, or \"default\".") Path changed)
      throws IOException {
    spec.commandLine().getOut().print(PolicyDiff.text(named(old), named(changed)));
    return 0;
  }

  private static Policy named(Path file) throws IOException {
    return file.toString().equals("default") ? Policy.DEFAULT : PolicyOption.read(file);
  }

  /** Shows a policy. */
  @Command(
      name = "show",
      description = "Print a policy as it is written; without FILE the packaged one.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(arity = "0..1", paramLabel = "FILE", description = "The policy.")
          @Nullable Path file,
      @Option(names = "--json", description = "As JSON, with all that is not written.")
          boolean json)
      throws IOException {
    byte[] yaml = file == null ? PolicyFile.packaged().getBytes(UTF_8) : PolicyOption.bytes(file);
    Policy policy = PolicyFile.read(file == null ? "default.yaml" : file.toString(), yaml);
    spec.commandLine().getOut().print(json ? PolicyDocument.json(policy) : new String(yaml, UTF_8));
    return 0;
  }
}
