package dev.vedette.app;

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
    subcommands = {VersionCommand.class, DemoCommand.class, CommandLine.HelpCommand.class})
public final class Vedette implements Runnable {
  @Spec private CommandSpec spec;

  /** What picocli makes and fills. */
  @SuppressWarnings("NullAway.Init")
  Vedette() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Vedette()).execute(arguments));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: a command is missing");
  }
}
