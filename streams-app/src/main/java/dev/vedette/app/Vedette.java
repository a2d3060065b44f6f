package dev.vedette.app;

import dev.vedette.runtime.Carriers;
import dev.vedette.runtime.broker.BrokerException;
import dev.vedette.runtime.kafka.TopicException;
import dev.vedette.sources.MappingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 done, 1 failed, 2 called wrongly.
 *
 * @see <a href="https://picocli.info">picocli</a>
 */
@Command(
    name = "vedette",
    description = "Explained risk from access events, kept current.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    subcommands = {
      DemoCommand.class,
      ExplainCommand.class,
      VerifyCommand.class,
      WhatIfCommand.class,
      ReplayCommand.class,
      BacktestCommand.class,
      EvaluateCommand.class,
      NormalizeCommand.class,
      FormatsCommand.class,
      SimulateCommand.class,
      TrialCommand.class,
      SimulateCloudTrailCommand.class,
      TrialCloudTrailCommand.class,
      ScoreSeriesCommand.class,
      GeoCommand.class,
      RunCommand.class,
      ShipCommand.class,
      ModelsCommand.class,
      PolicyCommand.class,
      VerdictCommand.class,
      TopologyCommand.class,
      BenchCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Vedette implements Runnable {
  @Spec private CommandSpec spec;

  /** What picocli makes and fills. */
  @SuppressWarnings("NullAway.Init")
  Vedette() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    quietLogs();
    Carriers.provide();
    System.exit(commandLine().execute(arguments));
  }

  /** The command line, with errors for people. */
  static CommandLine commandLine() {
    return new CommandLine(new Vedette())
        .setExecutionExceptionHandler((failure, line, parsed) -> {
          String expected = explained(failure);
          if (expected == null) {
            throw failure;
          }
          line.getErr().println("vedette: " + expected);
          return 1;
        });
  }

  /** The message of a failure that a person can mend; null if it is a defect. */
  private static @Nullable String explained(Exception failure) {
    return switch (failure) {
      case IOException e -> e.getClass() == IOException.class ? e.getMessage() : e.toString();
      case UncheckedIOException e -> String.valueOf(e.getMessage());
      case IllegalArgumentException e -> e.getMessage();
      case BrokerException e -> e.getMessage();
      case TopicException e -> e.getMessage();
      case MappingException e -> e.getMessage();
      default -> null;
    };
  }

  private static void quietLogs() {
    try (InputStream config = Vedette.class.getResourceAsStream("logging.properties")) {
      if (config != null && System.getProperty("java.util.logging.config.file") == null) {
        LogManager.getLogManager().readConfiguration(config);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: a command is missing");
  }
}
