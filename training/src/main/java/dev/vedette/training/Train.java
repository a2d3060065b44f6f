package dev.vedette.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of training, a process of its own. Exit codes: 0 done, 1 failed, 2 called
 * wrongly.
 */
@Command(
    name = "train",
    description = {
      "Learn models from what backtest wrote (docs/models.md).",
      "Works with Smile, which is under the GPL-3.0; the models are numbers and are not."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      IsolationForestCommand.class,
      PeerGroupsCommand.class,
      CalibrationCommand.class,
      FusionWeightsCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Train implements Runnable {
  @Spec private CommandSpec spec;

  /** What picocli makes and fills. */
  @SuppressWarnings("NullAway.Init")
  Train() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    quietLogs();
    System.exit(commandLine().execute(arguments));
  }

  /** The command line, with errors for people. */
  static CommandLine commandLine() {
    return new CommandLine(new Train())
        .setExecutionExceptionHandler((failure, line, parsed) -> {
          if (failure instanceof IOException
              || failure instanceof IllegalArgumentException
              || failure instanceof UncheckedIOException) {
            line.getErr().println("train: " + failure.getMessage());
            return 1;
          }
          throw failure;
        });
  }

  private static void quietLogs() {
    try (InputStream config = Train.class.getResourceAsStream("logging.properties")) {
      if (config != null && System.getProperty("java.util.logging.config.file") == null) {
        LogManager.getLogManager().readConfiguration(config);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to learn: a command is missing");
  }
}
