package dev.vedette.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.policy.Formulas;
import dev.vedette.policy.PolicyDiff;
import dev.vedette.policy.PolicyDocument;
import dev.vedette.policy.PolicyFile;
import dev.vedette.policy.PolicyKey;
import dev.vedette.risk.Policy;
import dev.vedette.runtime.kafka.Publisher;
import dev.vedette.schemas.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Policies: check, compare, show and publish them. */
@Command(
    name = "policy",
    description = "What turns evidence into risk, as a file (docs/policy.md).",
    subcommands = PolicyBudgetCommand.class,
    mixinStandardHelpOptions = true)
final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  PolicyCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: check, diff, show, budget, publish or withdraw");
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
    print(PolicyDiff.text(named(old), named(changed)));
    return 0;
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  private static Policy named(Path file) throws IOException {
    return file.toString().equals("default") ? Policy.DEFAULT : PolicyOption.read(file);
  }

  /** Publishes a policy. */
  @Command(
      name = "publish",
      description = {
        "Check a policy and publish it to risk.policies.v1.",
        "Instances that run read all evidence with it from then on, without a restart."
      },
      mixinStandardHelpOptions = true)
  int publish(
      @ArgGroup(exclusive = false, multiplicity = "1") Announcement target,
      @Option(
              names = "--tenant",
              paramLabel = "NAME",
              defaultValue = Formulas.EVERY_TENANT,
              description = "Only for this tenant; otherwise for all that have none of their own.")
          String tenant,
      @Option(
              names = "--shadow",
              description =
                  "Only try it: risk.shadow.v1 tells for whom it differs, and nobody's risk moves.")
          boolean shadow,
      @Parameters(paramLabel = "FILE", description = "The policy.") Path file)
      throws IOException, InterruptedException {
    byte[] yaml = PolicyOption.bytes(file);
    Policy policy = PolicyFile.read(file.toString(), yaml);
    try (Publisher publisher = target.open(Topics.RISK_POLICIES, PolicyFile.MAX_BYTES)) {
      publisher.publish(new PolicyKey(tenant, shadow).text(), yaml);
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s \"%s\" for tenant %s%n", shadow ? "trying" : "published", policy.version(), tenant);
    return 0;
  }

  /** Withdraws a policy. */
  @Command(
      name = "withdraw",
      description = "Withdraw a policy from risk.policies.v1.",
      mixinStandardHelpOptions = true)
  int withdraw(
      @ArgGroup(exclusive = false, multiplicity = "1") Announcement target,
      @Option(
              names = "--tenant",
              paramLabel = "NAME",
              defaultValue = Formulas.EVERY_TENANT,
              description = "That of this tenant; otherwise that for all.")
          String tenant,
      @Option(names = "--shadow", description = "The candidate that is only tried.") boolean shadow)
      throws IOException, InterruptedException {
    try (Publisher publisher = target.open(Topics.RISK_POLICIES, PolicyFile.MAX_BYTES)) {
      publisher.withdraw(new PolicyKey(tenant, shadow).text());
    }
    spec.commandLine()
        .getOut()
        .printf("withdrew the %s for tenant %s%n", shadow ? "candidate" : "policy", tenant);
    return 0;
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
    print(json ? PolicyDocument.json(policy) : new String(yaml, UTF_8));
    return 0;
  }
}
