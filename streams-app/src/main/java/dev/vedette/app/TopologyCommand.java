package dev.vedette.app;

import dev.vedette.runtime.TopologyText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the stages of the topology and its description. */
@Command(
    name = "topology",
    description = "Print the stages, and Kafka Streams' description of every operator and store.",
    mixinStandardHelpOptions = true)
final class TopologyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  TopologyCommand() {}

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(TopologyText.of());
    return 0;
  }
}
